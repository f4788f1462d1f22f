import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MetricWriter } from '../../../server/index.js';
import { HostApp } from '../../support/embedding/host-app.js';
import { numberBoard } from '../../support/server/number-board.js';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';

const chrome = useBrowser({ viewport: { width: 1440, height: 900 } });

/** The paths of requests that the application itself received. */
const outsidePaths: (string | undefined)[] = [];

let host: HostApp;
let screen: Screen;

beforeAll(async () => {
  host = await HostApp.start({
    configure: (app) =>
      app.use(({ url }: IncomingMessage, _response: unknown, next: () => void) => {
        outsidePaths.push(url);
        next();
      }),
  });
});
afterAll(() => host.close());

beforeEach(async () => {
  screen = await Screen.create(chrome.context, host.api.base);
});

describe('pages below a prefix', () => {
  it('show live boards, and stay below the prefix from page to page', async () => {
    const points = host.app.get(MetricWriter);
    await host.api.sendJson('POST', '/boardcast/api/v1/boards', numberBoard('prefixed', ['prefix.orders']));
    await points.write({ key: 'prefix.orders', value: 41 });

    await screen.goTo('/boardcast/boards/prefixed');
    await screen.waitForValue('prefix.orders', 41);
    await screen.waitForConnection(/^Live/);
    await points.write({ key: 'prefix.orders', value: 42 });
    await screen.waitForValue('prefix.orders', 42);

    await screen.page.getByRole('link', { name: 'All boards' }).first().click();
    await screen.page.waitForURL(`${host.api.base}/boardcast/boards`);
    await screen.page.getByRole('link', { name: 'Inbox' }).click();
    await screen.page.waitForURL(`${host.api.base}/boardcast/boards/inbox`);
    await screen.page.goto(`${host.api.base}/boardcast/`);
    await screen.page.waitForURL(`${host.api.base}/boardcast/boards/inbox`);

    expect(outsidePaths).toEqual([]);
    screen.expectNoErrors();
  });

  it('name the address below the prefix in commands, links and messages', async () => {
    await screen.goTo('/boardcast/boards/inbox');
    await screen.page.getByText(`curl ${host.api.base}/boardcast/api/v1/metrics/hello`).waitFor();
    await screen.goTo('/boardcast/boards/nowhere');
    await screen.page.getByText('There is no board at /boardcast/boards/nowhere.').waitFor();
    await screen.goTo('/boardcast/boards/this-server');
    await screen.page.getByRole('button', { name: 'TV' }).click();
    await screen.page.getByText(`${host.api.base}/boardcast/boards/this-server?tv`).waitFor();
  });
});
