import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { numberBoard } from '../../support/server/number-board.js';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser();

const open = (path: string): Promise<Screen> => Screen.open(chrome.context, app.server.address, path);

const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe('a pushed value', () => {
  (hasCurl ? it : it.skip)(
    'gets a panel when it is pushed with the curl command of the empty inbox (requires curl)',
    async () => {
      const screen = await open('/boards/inbox');
      await screen.page.getByRole('heading', { name: 'Send a number' }).waitFor();
      await screen.waitForConnection(/^Live/);
      const command = await screen.page.getByRole('group', { name: 'Command that sends a number' }).textContent();
      expect(command).toMatch(/^curl /);
      const { stdout } = await promisify(execFile)('bash', ['-c', command ?? '']);
      const pushed = JSON.parse(stdout) as { key: string; value: number };
      await screen.waitForValue(pushed.key, pushed.value);
      expect(await screen.page.getByRole('heading', { name: 'Send a number' }).count()).toBe(0);
      screen.expectNoErrors();
    },
  );

  it('appears in the inbox by itself, and is updated by the next value', async () => {
    const screen = await open('/boards/inbox');
    await screen.waitForConnection(/^Live/);
    await app.api.push('shop.orders', 17);
    await screen.waitForValue('shop.orders', 17);
    await app.api.push('shop.orders', 18);
    await screen.waitForValue('shop.orders', 18);
    await app.api.push('shop.returns', 3);
    await screen.waitForValue('shop.returns', 3);
    await screen.waitForValue('shop.orders', 18);
    screen.expectNoErrors();
  });

  it('appears in all tabs after one load', async () => {
    await app.api.createBoard('twice', ['twice']);
    await app.api.push('twice', 1);
    const [first, second] = [await open('/boards/twice'), await open('/boards/twice')];
    const other = await open('/boards/inbox');
    for (const screen of [first, second]) await screen.waitForValue('twice', 1);
    await Promise.all([first, second, other].map((screen) => screen.waitForConnection(/^Live/)));
    const loads = await app.api.serverMetric('boardcast_source_loads_total');
    await app.api.push('twice', 2);
    for (const screen of [first, second]) await screen.waitForValue('twice', 2);
    expect(await app.api.serverMetric('boardcast_source_loads_total')).toBe(loads + 1);
    for (const screen of [first, second, other]) screen.expectNoErrors();
  });

  it('appears although the request for the previous value hangs', async () => {
    await app.api.createBoard('hung', ['hung']);
    await app.api.push('hung', 1);
    const screen = await open('/boards/hung');
    await screen.waitForValue('hung', 1);
    await screen.waitForConnection(/^Live/);

    const requested = Promise.withResolvers<undefined>();
    const released = Promise.withResolvers<undefined>();
    await screen.page.route(
      '**/data?*',
      async (route) => {
        const response = await route.fetch();
        requested.resolve(undefined);
        await released.promise;
        await route.fulfill({ response });
      },
      { times: 1 },
    );
    await app.api.push('hung', 2);
    await requested.promise;
    await app.api.push('hung', 3);
    released.resolve(undefined);
    await screen.waitForValue('hung', 3);
    screen.expectNoErrors();
  });

  it('changes only the number', async () => {
    await app.api.createBoard('still', ['still.a', 'still.b']);
    await app.api.pushBatch(['still.a', 'still.b'].map((key) => ({ key, value: 1 })));
    const screen = await open('/boards/still');
    for (const title of ['still.a', 'still.b']) await screen.waitForValue(title, 1);
    const position = async (): Promise<unknown> => screen.panel('still.a').boundingBox();
    const before = await position();
    await screen.mark(screen.panel('still.b'));
    await screen.mark(screen.value('still.a'));
    await app.api.push('still.a', 2);
    await screen.waitForValue('still.a', 2);
    expect(await screen.areMarked(screen.panel('still.b'))).toBe(true);
    expect(await screen.areMarked(screen.value('still.a'))).toBe(true);
    expect(await position()).toEqual(before);
    screen.expectNoErrors();
  });
});

describe('a board', () => {
  it('shows that it was deleted while it is open, keeps its values, and links to all boards', async () => {
    await app.api.createBoard('leaving', ['leaving']);
    await app.api.push('leaving', 5);
    const screen = await open('/boards/leaving');
    await screen.waitForValue('leaving', 5);
    await screen.waitForConnection(/^Live/);
    await app.api.request('/api/v1/boards/leaving', { method: 'DELETE' });
    await screen.page.getByText('This board was deleted').first().waitFor();
    await screen.waitForValue('leaving', 5);
    await screen.page.getByRole('link', { name: 'All boards' }).last().click();
    await screen.page.getByRole('link', { name: 'This server' }).waitFor();
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('shows changes to its definition, and keeps the elements of unchanged panels', async () => {
    await app.api.createBoard('edited', ['edit.a']);
    await app.api.pushBatch(['edit.a', 'edit.b'].map((key) => ({ key, value: 4 })));
    const screen = await open('/boards/edited');
    await screen.waitForValue('edit.a', 4);
    await screen.waitForConnection(/^Live/);
    await screen.mark(screen.value('edit.a'));
    const next = numberBoard('edited', ['edit.a', 'edit.b']);
    expectJson(await app.api.sendJson('PUT', '/api/v1/boards/edited', next, { 'if-match': '*' }), 200);
    await screen.waitForValue('edit.b', 4);
    expect(await screen.areMarked(screen.value('edit.a'))).toBe(true);
    screen.expectNoErrors();
  });

  it('"This server" opens at the first visit, and shows live values', async () => {
    const screen = await open('/');
    await screen.page.waitForURL('**/boards/this-server');
    await screen.waitForConnection(/^Live/);
    for (const title of ['CPU', 'Memory used', 'Uptime']) await screen.value(title).filter({ hasText: /\d/ }).waitFor();
    const before = await screen.revision();
    while ((await screen.revision()) === before) await screen.page.waitForResponse('**/data?*');
    screen.expectNoErrors();
  });

  it('opens again at the next visit, unless it was deleted', async () => {
    await app.api.createBoard('favorite', ['fav']);
    const screen = await open('/boards/favorite');
    await screen.waitForConnection(/^Live/);
    await screen.goTo('/');
    await screen.page.waitForURL('**/boards/favorite');
    await screen.waitForConnection(/^Live/);
    await app.api.request('/api/v1/boards/favorite', { method: 'DELETE' });
    await screen.page.getByText('This board was deleted').first().waitFor();
    await screen.goTo('/');
    await screen.page.waitForURL('**/boards/this-server');
  });
});
