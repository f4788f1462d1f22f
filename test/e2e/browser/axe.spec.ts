import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { expectJson } from '../../support/server/api-client.js';
import { axeViolations } from '../../support/browser/axe.js';
import { Screen } from '../../support/browser/screen.js';
import { pushShowcaseData, SHOWCASE_SLUG, showcaseBoard } from '../../fixtures/showcase-board.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser({ reducedMotion: 'reduce' });

const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
type Size = keyof typeof SIZES;

/** A state of a page to check. */
interface PageState {
  readonly path: string;
  /** Brings the page into the state. */
  readonly arrange: (screen: Screen) => Promise<unknown>;
  /** The size of the window for which the state exists; by default, all sizes. */
  readonly only?: Size;
}

const BOARD = `/boards/${SHOWCASE_SLUG}`;
const CONFLICTING_BOARD = '/boards/conflict';

const button = ({ page }: Screen, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
const dialog = ({ page }: Screen, name: string): Locator => page.getByRole('dialog', { name });
const waitForText = ({ page }: Screen, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();

/** Waits until the board is complete: its slowest panel is a chart. */
async function waitForBoard(screen: Screen): Promise<void> {
  await screen.waitForConnection(/^(Live|Fixed time)/);
  await screen.panel('Latency by region').locator('canvas').waitFor();
  await screen.value('Orders').waitFor();
}

async function openMenu(screen: Screen, name: string | RegExp): Promise<void> {
  await waitForBoard(screen);
  await button(screen, name).click();
  await screen.page.getByRole('menu').waitFor();
}

async function chooseIn(screen: Screen, menu: string | RegExp, item: string): Promise<void> {
  await openMenu(screen, menu);
  await screen.page.getByRole('menuitem', { name: item }).click();
  await screen.page.getByRole('menu').waitFor({ state: 'detached' });
}

async function edit(screen: Screen, panel?: string): Promise<void> {
  const dragHandle = screen.page.getByRole('button', { name: new RegExp(`^${panel ?? 'Orders'}: `) });
  await dragHandle.waitFor();
  await screen.waitForConnection(/^Live/);
  if (panel !== undefined) await dragHandle.press('Enter');
}

const titleOf = ({ page }: Screen): Locator =>
  page.getByRole('complementary').getByRole('textbox', { name: 'Title', exact: true });

/** Saves a board that another user has changed. */
async function saveConflict(screen: Screen): Promise<void> {
  await edit(screen);
  await titleOf(screen).fill('Mine');
  const theirs = { ...showcaseBoard(), slug: 'conflict', title: 'Theirs' };
  expectJson(await app.api.sendJson('PUT', `/api/v1${CONFLICTING_BOARD}`, theirs, { 'if-match': '*' }), 200);
  await button(screen, 'Save').click();
  await screen.page.getByRole('heading', { name: 'Someone else also changed this board' }).waitFor();
}

const MENU_OF_CHART = 'Menu of Latency by region';

const PAGE_STATES: Record<string, PageState> = {
  'the list of boards': {
    path: '/boards',
    arrange: (screen) => screen.page.getByRole('link', { name: 'Shop' }).first().waitFor(),
  },
  'the list of boards with errors in files': {
    path: '/boards',
    arrange: async (screen) => {
      await screen.page.route('**/api/v1/boards', async (route) => {
        const response = await route.fetch();
        const { items } = (await response.json()) as { items: object[] };
        const fileErrors = [{ file: 'torn.yaml', line: 4, path: 'panels[0].type', message: 'is missing' }];
        const files = items.map((board, index) => ({
          ...board,
          ...(index < 2 && { readOnly: true, file: 'torn.yaml' }),
          ...(index < 1 && { problem: 'torn.yaml, line 4: panels[0].type is missing' }),
        }));
        await route.fulfill({ response, json: { items: files, fileErrors } });
      });
      await screen.page.reload();
      await waitForText(screen, 'One board file has errors');
    },
  },
  'a menu in the list of boards': {
    path: '/boards',
    arrange: async (screen) => {
      await button(screen, 'Menu of Inbox').click();
      await screen.page.getByRole('menu').waitFor();
    },
  },
  'a toast in the list of boards': {
    path: '/boards',
    arrange: async (screen) => {
      await button(screen, 'Menu of Kept').click();
      await screen.page.getByRole('menuitem', { name: 'Delete' }).click();
      await button(screen, 'Undo').waitFor();
    },
  },
  'the dialog for a new board': {
    path: '/boards',
    arrange: async (screen) => {
      await button(screen, 'New board').click();
      await dialog(screen, 'New board').getByLabel('Title').waitFor();
    },
  },
  'an import of an invalid file': {
    path: '/boards',
    arrange: async (screen) => {
      const chooser = screen.page.waitForEvent('filechooser');
      await button(screen, 'Import').click();
      const broken = '{ "title": "Broken", "panels": [{ "id": "a", "type": "number" }] }';
      await (
        await chooser
      ).setFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from(broken) });
      await waitForText(screen, 'panels[0].title');
    },
  },
  'the list of boards without a server': {
    path: '/boards',
    arrange: async (screen) => {
      await screen.page.route('**/api/v1/boards', (route) => route.abort());
      await screen.page.reload();
      await waitForText(screen, 'The server does not answer');
    },
  },
  'a board': { path: BOARD, arrange: waitForBoard },
  'a board that is loading': {
    path: BOARD,
    arrange: async (screen) => {
      await screen.page.route('**/data*', () => undefined);
      await screen.page.reload();
      await screen.page.locator('bc-board-skeleton').waitFor({ state: 'attached' });
    },
  },
  'a board at a fixed time': {
    path: `${BOARD}?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z`,
    arrange: (screen) => waitForText(screen, 'No data in this time range'),
  },
  'the menu of time ranges': { path: BOARD, arrange: (screen) => openMenu(screen, /^Time range: /) },
  'the dialog for a fixed time': {
    path: BOARD,
    arrange: async (screen) => {
      await chooseIn(screen, /^Time range: /, 'Fixed time range…');
      await dialog(screen, 'Fixed time range').waitFor();
    },
  },
  'the details of the connection badge': {
    path: BOARD,
    arrange: async (screen) => {
      await waitForBoard(screen);
      await screen.connectionBadge.click();
      await dialog(screen, 'Connection').waitFor();
    },
  },
  'the menu of themes': {
    path: BOARD,
    arrange: async (screen) => {
      await waitForBoard(screen);
      await screen.page.locator('bc-theme-menu button').click();
      await screen.page.getByRole('menu').waitFor();
    },
  },
  'the menu of a panel': { path: BOARD, arrange: (screen) => openMenu(screen, MENU_OF_CHART) },
  'a panel as a table': {
    path: BOARD,
    arrange: async (screen) => {
      await chooseIn(screen, MENU_OF_CHART, 'View as table');
      await screen.panel('Latency by region').getByRole('table').waitFor();
    },
  },
  'a push example': {
    path: BOARD,
    arrange: async (screen) => {
      await chooseIn(screen, MENU_OF_CHART, 'How to push data');
      await dialog(screen, 'How to push data to Latency by region').waitFor();
    },
  },
  'the description of a panel': {
    path: BOARD,
    arrange: async (screen) => {
      await waitForBoard(screen);
      await button(screen, /^About A title as long/).click();
      await screen.page.getByRole('dialog').waitFor();
    },
  },
  'a panel in full screen': {
    path: `${BOARD}?panel=p4`,
    arrange: (screen) => screen.panel('Latency by region').locator('canvas').waitFor(),
  },
  'the empty inbox': {
    path: '/boards/inbox',
    arrange: async (screen) => {
      // A snapshot without panels, because the inbox has panels by now.
      await screen.page.route('**/boards/inbox/data*', async (route) => {
        const response = await route.fetch();
        const snapshot = (await response.json()) as { definition: { panels: unknown[] }; panels: object };
        snapshot.definition.panels = [];
        await route.fulfill({ response, json: { ...snapshot, panels: {} } });
      });
      await screen.page.reload();
      await waitForText(screen, 'Send a number');
    },
  },
  'a board without panels': {
    path: '/boards/empty',
    arrange: (screen) => waitForText(screen, 'This board has no panels yet'),
  },
  'the dialog for TV mode': {
    path: BOARD,
    arrange: async (screen) => {
      await waitForBoard(screen);
      await button(screen, 'TV').click();
      await dialog(screen, 'Show on a TV').waitFor();
    },
    only: 'desktop',
  },
  'TV mode': {
    path: `${BOARD}?tv`,
    arrange: (screen) => screen.panel('Latency by region').locator('canvas').waitFor(),
  },
  'a board that does not exist': {
    path: '/boards/nowhere',
    arrange: (screen) => waitForText(screen, 'Board not found'),
  },
  'a deleted board': { path: '/boards/gone', arrange: (screen) => waitForText(screen, 'This board was deleted') },
  'an address without a page': {
    path: '/nowhere',
    arrange: (screen) => waitForText(screen, 'Page not found'),
  },
  'the editor': { path: `${BOARD}/edit`, arrange: (screen) => edit(screen) },
  'the editor with the form of a panel': {
    path: `${BOARD}/edit`,
    arrange: (screen) => edit(screen, 'Latency by region'),
  },
  'the editor with the list of metrics': {
    path: `${BOARD}/edit`,
    arrange: async (screen) => {
      await edit(screen, 'Latency by region');
      await screen.page.getByRole('combobox', { name: /^Metric/ }).click();
      await screen.page.locator('[role=option]').first().waitFor();
    },
  },
  'the editor with the question whether to discard changes': {
    path: `${BOARD}/edit`,
    arrange: async (screen) => {
      await edit(screen);
      await titleOf(screen).fill('Other');
      await button(screen, 'Discard').click();
      await button(screen, 'Keep editing').waitFor();
    },
  },
  'the editor with an error': {
    path: `${BOARD}/edit`,
    arrange: async (screen) => {
      await edit(screen);
      await button(screen, 'Add a panel').click();
      await button(screen, 'Save').click();
      await screen.page
        .getByRole('alert')
        .filter({ hasText: /^Not saved/ })
        .waitFor();
    },
  },
  'an edit conflict': { path: `${CONFLICTING_BOARD}/edit`, arrange: saveConflict },
  'the editor of a read-only board': {
    path: '/boards/inbox/edit',
    arrange: (screen) => waitForText(screen, 'This board cannot be edited'),
  },
};

beforeAll(async () => {
  const send = async (method: string, path: string, body: unknown): Promise<unknown> => {
    const response = await app.api.sendJson(method, path, body);
    if (response.status >= 300) throw new Error(`${method} ${path}: ${response.text}`);
    return response;
  };
  await pushShowcaseData(send);
  await send('POST', '/api/v1/boards', showcaseBoard());
  await send('POST', '/api/v1/boards', { ...showcaseBoard(), slug: 'conflict' });
  await app.api.createBoard('empty', []);
  await app.api.createBoard('kept', ['kept.a'], { title: 'Kept' });
  await app.api.createBoard('gone', []);
  await app.api.request('/api/v1/boards/gone', { method: 'DELETE' });
});

describe.each(Object.keys(SIZES) as Size[])(
  'axe finds no violations on a %s in the dark and light theme in',
  (size) => {
    const states = Object.entries(PAGE_STATES).filter(([, { only }]) => only === undefined || only === size);

    it.each(states)('%s', async (_, { path, arrange }) => {
      const screen = await Screen.create(chrome.context, app.server.address);
      await screen.page.setViewportSize(SIZES[size]);
      await screen.goTo(path);
      await arrange(screen);
      for (const colorScheme of ['dark', 'light'] as const) {
        await screen.page.emulateMedia({ colorScheme });
        expect([colorScheme, ...(await axeViolations(screen.page))]).toEqual([colorScheme]);
      }
      // The list is loaded every 2 s: one of these requests can be waiting in a route when the page closes.
      await screen.page.unrouteAll({ behavior: 'ignoreErrors' });
    });
  },
);
