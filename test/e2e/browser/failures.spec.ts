import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Api } from '../../support/server/api.js';
import { Screen } from '../../support/browser/screen.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { TcpProxy } from '../../support/server/tcp-proxy.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { PATIENCE_MS } from '../../support/server/use-server.js';

jest.setTimeout(3 * PATIENCE_MS);

/** Everything at a pace that tests can wait for. */
const HASTY = { POLL_INTERVAL: '2s', RECONNECT_DELAY: '500ms' };

const METRICS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((letter) => `fail.${letter}`);

const chrome = useBrowser({ viewport: { width: 900, height: 420 } });

let server: ServerProcess;
let api: Api;

const start = async (env: Record<string, string>): Promise<void> => {
  server = await ServerProcess.start({ env });
  api = new Api(server.base);
  await api.makeBoard('b', METRICS);
  await api.pushAll(METRICS.map((key) => ({ key, value: 1 })));
};

afterEach(async () => {
  await server.dispose();
});

describe('a server that is gone', () => {
  beforeEach(() => start(HASTY));

  it('is told, with the values and their ages kept; back again, all goes on by itself', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.shows('fail.a', 1);
    await screen.says(/^Live$/);
    expect(await screen.age('fail.a').count()).toBe(0);
    await screen.page.mouse.wheel(0, 150);
    await screen.page.waitForFunction(() => document.scrollingElement && document.scrollingElement.scrollTop > 0);
    const focused = screen.page.getByRole('button', { name: /^Time range/ });
    await focused.focus();
    const grid = screen.page.locator('bc-board-grid');
    const scrolled = await screen.page.evaluate(() => document.scrollingElement?.scrollTop);
    for (const title of METRICS) await screen.mark(screen.value(title));

    await server.kill();
    await screen.says(/^Reconnecting|^Offline/);
    await screen.says(/^Offline · as of \d/);
    for (const title of METRICS) {
      await screen.age(title).waitFor();
      await screen.shows(title, 1);
    }

    await server.restart();
    await api.push('fail.a', 2);
    await screen.says(/^Live$/);
    await screen.shows('fail.a', 2);
    await screen.shows('fail.b', 1);
    await api.push('fail.b', 3);
    await screen.shows('fail.b', 3);

    for (const title of METRICS) expect(await screen.keepsMarks(screen.value(title))).toBe(true);
    expect(await screen.age('fail.a').count()).toBe(0);
    expect(await grid.count()).toBe(1);
    expect(await screen.page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(scrolled);
    expect(await focused.evaluate((element) => element === document.activeElement)).toBe(true);
    screen.expectNoTrouble({ whileAnswered: false });
  });

  it('politely, for a deploy, is back before anybody is offline for long', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.says(/^Live$/);
    await screen.mark(screen.value('fail.c'));
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    await server.restart();
    await api.push('fail.c', 9);
    await screen.shows('fail.c', 9);
    await screen.says(/^Live$/);
    expect(await screen.keepsMarks(screen.value('fail.c'))).toBe(true);
    screen.expectNoTrouble({ whileAnswered: false });
  });

  it('when the page is opened is told in words, and found by itself', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.says(/^Live$/);
    await screen.page.route('**/api/**', (route) => route.abort());
    await screen.page.routeWebSocket('**/ws/dashboard', (socket) => socket.close());
    await screen.page.reload();
    await screen.page.getByRole('heading', { name: 'The server does not answer' }).waitFor();
    await screen.page.unroute('**/api/**');
    await screen.shows('fail.a', 1);
    screen.expectNoTrouble({ whileAnswered: false });
  });

  it('takes its boards along when one is deleted; made again, it appears', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.shows('fail.a', 1);
    await api.ask('/api/v1/boards/b', { method: 'DELETE' });
    await screen.page.getByText('This board was deleted').first().waitFor();
    await api.makeBoard('b', ['fail.a']);
    await screen.page.getByText('This board was deleted').first().waitFor({ state: 'detached' });
    await api.push('fail.a', 6);
    await screen.shows('fail.a', 6);
    screen.expectNoTrouble({ whileAnswered: false });
  });
});

describe('a WebSocket that is not let through', () => {
  beforeEach(() => start(HASTY));

  it('leaves polling, which says so, and works', async () => {
    const screen = await Screen.make(chrome.context, server.address);
    await screen.page.routeWebSocket('**/ws/dashboard', (socket) => socket.close());
    await screen.page.clock.install();
    await screen.goTo('/boards/b');
    await screen.shows('fail.a', 1);
    // What would take 10 s.
    await screen.page.clock.fastForward(10_000);
    await screen.says(/^Polling every 2 s · as of \d/);
    await api.push('fail.a', 2);
    await screen.shows('fail.a', 2);
    await screen.connectionBadge.click();
    const dialog = screen.page.getByRole('dialog', { name: 'Connection' });
    await dialog.getByText('HTTP polling').waitFor();
    await screen.page.keyboard.press('Escape');
    await api.push('fail.a', 3);
    await screen.shows('fail.a', 3);
    screen.expectNoTrouble({ whileAnswered: false });
  });
});

describe('a network that is lost without a close', () => {
  beforeEach(() => start({ RECONNECT_DELAY: '500ms' }));

  it('is shown as Reconnecting within 10 s on a visible page, which is live again by itself', async () => {
    const proxy = await TcpProxy.start(server.base);
    try {
      const screen = await Screen.make(chrome.context, proxy.base);
      await screen.page.clock.install();
      await screen.goTo('/boards/b');
      await screen.says(/^Live$/);
      await screen.shows('fail.a', 1);
      await screen.page.clock.pauseAt(Date.now() + 1_000);
      proxy.freezeWebSockets();
      await api.push('fail.a', 2);
      await screen.page.clock.runFor(10_000);
      await screen.says(/^Reconnecting/);
      await screen.shows('fail.a', 1);
      await screen.page.clock.runFor(12_000);
      await screen.page.clock.resume();
      await screen.says(/^Live$/);
      await screen.shows('fail.a', 2);
      screen.expectNoTrouble({ whileAnswered: false });
    } finally {
      await proxy.close();
    }
  });
});

describe('a page that sleeps', () => {
  beforeEach(() => start({ RECONNECT_DELAY: '500ms' }));

  it('finds at waking that its socket is dead, and catches up', async () => {
    const proxy = await TcpProxy.start(server.base);
    try {
      const screen = await Screen.make(chrome.context, proxy.base);
      await screen.page.clock.install();
      await screen.goTo('/boards/b');
      await screen.shows('fail.a', 1);
      await screen.says(/^Live$/);

      await screen.turn('hidden');
      proxy.freezeWebSockets();
      await api.push('fail.a', 2);
      // Long enough for a heartbeat to be overdue, too short for the poll (54 s) and for the silence (60 s).
      await screen.page.clock.pauseAt(Date.now() + 40_000);
      await screen.shows('fail.a', 1);
      await screen.turn('visible');
      const caughtUp = { isDone: false };
      const shown = screen.shows('fail.a', 2).then(() => (caughtUp.isDone = true));
      for (let ms = 0; ms < 10_000 && !caughtUp.isDone; ms += 20) await screen.page.clock.runFor(20);
      const { isDone } = caughtUp;
      await screen.page.clock.resume();
      await shown;
      expect(isDone).toBe(true);
      await screen.says(/^Live$/);
      await api.push('fail.a', 3);
      await screen.shows('fail.a', 3);
      screen.expectNoTrouble();
    } finally {
      await proxy.close();
    }
  });

  it('in the back/forward cache lets go of its socket, and is live again when it comes back', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.shows('fail.a', 1);
    await screen.says(/^Live$/);
    // A headless Chromium has no such cache, but what the page is told of it can be said.
    const tell = (event: string): Promise<boolean> =>
      screen.page.evaluate((name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })), event);
    await tell('pagehide');
    while ((await api.telemetry('boardcast_connections')) > 0) await screen.page.evaluate(() => undefined);
    await api.push('fail.a', 2);
    await tell('pageshow');
    await screen.shows('fail.a', 2);
    await screen.says(/^Live$/);
    await api.push('fail.a', 3);
    await screen.shows('fail.a', 3);
    screen.expectNoTrouble();
  });

  it('that is left and come back to is live again', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.says(/^Live$/);
    await screen.goTo('/api/docs');
    await api.push('fail.a', 2);
    await screen.page.goBack();
    await screen.shows('fail.a', 2);
    await screen.says(/^Live$/);
    await api.push('fail.a', 3);
    await screen.shows('fail.a', 3);
    screen.expectNoTrouble();
  });
});
