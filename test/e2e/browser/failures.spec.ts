import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ApiClient } from '../../support/server/api-client.js';
import { Screen } from '../../support/browser/screen.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { TcpProxy } from '../../support/server/tcp-proxy.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

/** Short intervals, so that tests do not wait long. */
const SHORT_INTERVALS = { POLL_INTERVAL: '2s', RECONNECT_DELAY: '500ms' };

const METRICS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((letter) => `fail.${letter}`);

const chrome = useBrowser({ viewport: { width: 900, height: 420 } });

let server: ServerProcess;
let api: ApiClient;

const start = async (env: Record<string, string>): Promise<void> => {
  server = await ServerProcess.start({ env });
  api = new ApiClient(server.base);
  await api.createBoard('b', METRICS);
  await api.pushBatch(METRICS.map((key) => ({ key, value: 1 })));
};

afterEach(async () => {
  await server.dispose();
});

describe('a page whose server is down', () => {
  beforeEach(() => start(SHORT_INTERVALS));

  it('shows that it is offline, keeps values with their ages, and recovers by itself', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.waitForValue('fail.a', 1);
    await screen.waitForConnection(/^Live$/);
    expect(await screen.age('fail.a').count()).toBe(0);
    await screen.page.mouse.wheel(0, 150);
    await screen.page.waitForFunction(() => document.scrollingElement && document.scrollingElement.scrollTop > 0);
    const focused = screen.page.getByRole('button', { name: /^Time range/ });
    await focused.focus();
    const grid = screen.page.locator('bc-board-grid');
    const scrollTop = await screen.page.evaluate(() => document.scrollingElement?.scrollTop);
    for (const title of METRICS) await screen.mark(screen.value(title));

    await server.kill();
    await screen.waitForConnection(/^Reconnecting|^Offline/);
    await screen.waitForConnection(/^Offline · as of \d/);
    for (const title of METRICS) {
      await screen.age(title).waitFor();
      await screen.waitForValue(title, 1);
    }

    await server.restart();
    await api.push('fail.a', 2);
    await screen.waitForConnection(/^Live$/);
    await screen.waitForValue('fail.a', 2);
    await screen.waitForValue('fail.b', 1);
    await api.push('fail.b', 3);
    await screen.waitForValue('fail.b', 3);

    for (const title of METRICS) expect(await screen.areMarked(screen.value(title))).toBe(true);
    expect(await screen.age('fail.a').count()).toBe(0);
    expect(await grid.count()).toBe(1);
    expect(await screen.page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(scrollTop);
    expect(await focused.evaluate((element) => element === document.activeElement)).toBe(true);
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('reconnects after a restart without replacing elements', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.waitForConnection(/^Live$/);
    await screen.mark(screen.value('fail.c'));
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    await server.restart();
    await api.push('fail.c', 9);
    await screen.waitForValue('fail.c', 9);
    await screen.waitForConnection(/^Live$/);
    expect(await screen.areMarked(screen.value('fail.c'))).toBe(true);
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('shows a message if the server is down when it is opened, and recovers by itself', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.waitForConnection(/^Live$/);
    await screen.page.route('**/api/**', (route) => route.abort());
    await screen.page.routeWebSocket('**/ws/dashboard', (socket) => socket.close());
    await screen.page.reload();
    await screen.page.getByRole('heading', { name: 'The server does not answer' }).waitFor();
    await screen.page.unroute('**/api/**');
    await screen.waitForValue('fail.a', 1);
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('shows that its board was deleted, and shows the board when it is created again', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.waitForValue('fail.a', 1);
    await api.request('/api/v1/boards/b', { method: 'DELETE' });
    await screen.page.getByText('This board was deleted').first().waitFor();
    await api.createBoard('b', ['fail.a']);
    await screen.page.getByText('This board was deleted').first().waitFor({ state: 'detached' });
    await api.push('fail.a', 6);
    await screen.waitForValue('fail.a', 6);
    screen.expectNoErrors({ allowFailedRequests: true });
  });
});

describe('a page whose WebSocket is blocked', () => {
  beforeEach(() => start(SHORT_INTERVALS));

  it('polls, shows that it does, and updates values', async () => {
    const screen = await Screen.create(chrome.context, server.address);
    await screen.page.routeWebSocket('**/ws/dashboard', (socket) => socket.close());
    await screen.page.clock.install();
    await screen.goTo('/boards/b');
    await screen.waitForValue('fail.a', 1);
    // The page starts to poll after 10 s.
    await screen.page.clock.fastForward(10_000);
    await screen.waitForConnection(/^Polling every 2 s · as of \d/);
    await api.push('fail.a', 2);
    await screen.waitForValue('fail.a', 2);
    await screen.connectionBadge.click();
    const dialog = screen.page.getByRole('dialog', { name: 'Connection' });
    await dialog.getByText('HTTP polling').waitFor();
    await screen.page.keyboard.press('Escape');
    await api.push('fail.a', 3);
    await screen.waitForValue('fail.a', 3);
    screen.expectNoErrors({ allowFailedRequests: true });
  });
});

describe('a page whose connection breaks without being closed', () => {
  beforeEach(() => start({ RECONNECT_DELAY: '500ms' }));

  it('shows Reconnecting within 10 s while it is visible, and recovers by itself', async () => {
    const proxy = await TcpProxy.start(server.base);
    try {
      const screen = await Screen.create(chrome.context, proxy.base);
      await screen.page.clock.install();
      await screen.goTo('/boards/b');
      await screen.waitForConnection(/^Live$/);
      await screen.waitForValue('fail.a', 1);
      await screen.page.clock.pauseAt(Date.now() + 1_000);
      proxy.freezeWebSockets();
      await api.push('fail.a', 2);
      await screen.page.clock.runFor(10_000);
      await screen.waitForConnection(/^Reconnecting/);
      await screen.waitForValue('fail.a', 1);
      await screen.page.clock.runFor(12_000);
      await screen.page.clock.resume();
      await screen.waitForConnection(/^Live$/);
      await screen.waitForValue('fail.a', 2);
      screen.expectNoErrors({ allowFailedRequests: true });
    } finally {
      await proxy.close();
    }
  });
});

describe('a page that is suspended', () => {
  beforeEach(() => start({ RECONNECT_DELAY: '500ms' }));

  it('detects on resuming that its WebSocket is dead, and loads new values', async () => {
    const proxy = await TcpProxy.start(server.base);
    try {
      const screen = await Screen.create(chrome.context, proxy.base);
      await screen.page.clock.install();
      await screen.goTo('/boards/b');
      await screen.waitForValue('fail.a', 1);
      await screen.waitForConnection(/^Live$/);

      await screen.setVisibility('hidden');
      proxy.freezeWebSockets();
      await api.push('fail.a', 2);
      // Long enough for an overdue heartbeat, but too short for the next poll (54 s) and for the heartbeat timeout (60 s).
      await screen.page.clock.pauseAt(Date.now() + 40_000);
      await screen.waitForValue('fail.a', 1);
      await screen.setVisibility('visible');
      const catchUp = { isDone: false };
      const shown = screen.waitForValue('fail.a', 2).then(() => (catchUp.isDone = true));
      for (let ms = 0; ms < 10_000 && !catchUp.isDone; ms += 20) await screen.page.clock.runFor(20);
      const { isDone } = catchUp;
      await screen.page.clock.resume();
      await shown;
      expect(isDone).toBe(true);
      await screen.waitForConnection(/^Live$/);
      await api.push('fail.a', 3);
      await screen.waitForValue('fail.a', 3);
      screen.expectNoErrors();
    } finally {
      await proxy.close();
    }
  });

  it('closes its WebSocket in the back/forward cache, and is live again when it is restored', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.waitForValue('fail.a', 1);
    await screen.waitForConnection(/^Live$/);
    // A headless Chromium has no such cache, so the events are dispatched here.
    const dispatch = (event: string): Promise<boolean> =>
      screen.page.evaluate((name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })), event);
    await dispatch('pagehide');
    while ((await api.serverMetric('boardcast_connections')) > 0) await screen.page.evaluate(() => undefined);
    await api.push('fail.a', 2);
    await dispatch('pageshow');
    await screen.waitForValue('fail.a', 2);
    await screen.waitForConnection(/^Live$/);
    await api.push('fail.a', 3);
    await screen.waitForValue('fail.a', 3);
    screen.expectNoErrors();
  });

  it('is live again after the user has left and gone back', async () => {
    const screen = await Screen.open(chrome.context, server.address, '/boards/b');
    await screen.waitForConnection(/^Live$/);
    await screen.goTo('/api/docs');
    await api.push('fail.a', 2);
    await screen.page.goBack();
    await screen.waitForValue('fail.a', 2);
    await screen.waitForConnection(/^Live$/);
    await api.push('fail.a', 3);
    await screen.waitForValue('fail.a', 3);
    screen.expectNoErrors();
  });
});
