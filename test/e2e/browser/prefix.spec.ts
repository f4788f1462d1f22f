import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { numberBoard } from '../../support/server/number-board.js';
import { PrefixProxy } from '../../support/server/prefix-proxy.js';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';

const app = useServer();
const chrome = useBrowser({ viewport: { width: 1440, height: 900 } });

let proxy: PrefixProxy;
let screen: Screen;

beforeAll(async () => {
  proxy = await PrefixProxy.start(app.server.base, '/boardcast');
});
afterAll(() => proxy.close());

beforeEach(async () => {
  screen = await Screen.create(chrome.context, proxy.origin);
});

describe('pages below a prefix', () => {
  it('show live boards, and stay below the prefix from page to page', async () => {
    await app.api.sendJson('POST', '/api/v1/boards', numberBoard('prefixed', ['prefix.orders']));
    await app.api.push('prefix.orders', 41);

    await screen.goTo('/boardcast/boards/prefixed');
    await screen.waitForValue('prefix.orders', 41);
    await screen.waitForConnection(/^Live/);
    await app.api.push('prefix.orders', 42);
    await screen.waitForValue('prefix.orders', 42);

    await screen.page.getByRole('link', { name: 'All boards' }).first().click();
    await screen.page.waitForURL(`${proxy.origin}/boardcast/boards`);
    await screen.page.getByRole('link', { name: 'Inbox' }).click();
    await screen.page.waitForURL(`${proxy.origin}/boardcast/boards/inbox`);
    await screen.page.goto(`${proxy.origin}/boardcast/`);
    await screen.page.waitForURL(`${proxy.origin}/boardcast/boards/inbox`);

    expect(proxy.outsidePaths).toEqual([]);
    screen.expectNoErrors();
  });

  it('name the address below the prefix in commands, links and messages', async () => {
    await screen.goTo('/boardcast/boards/inbox');
    await screen.page.getByText(`curl ${proxy.origin}/boardcast/api/v1/metrics/hello`).waitFor();
    await screen.goTo('/boardcast/boards/nowhere');
    await screen.page.getByText('There is no board at /boardcast/boards/nowhere.').waitFor();
    await screen.goTo('/boardcast/boards/this-server');
    await screen.page.getByRole('button', { name: 'TV' }).click();
    await screen.page.getByText(`${proxy.origin}/boardcast/boards/this-server?tv`).waitFor();
  });
});
