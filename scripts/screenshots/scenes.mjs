// The screenshots of pages, menus and dialogs.

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const TV = { width: 1920, height: 1080 };
const BOARD = '/boards/showcase';
const CHART = 'Menu of Latency by region';

const click = (name) => (page) => page.getByRole('button', { name }).first().click();

const chooseMenuItem = (menu, item) => async (page) => {
  await click(menu)(page);
  await page.getByRole('menuitem', { name: item }).click();
};

const CONFLICT = '/api/v1/boards/conflict';

function put({ server }, board) {
  const headers = { 'content-type': 'application/json', 'if-match': '*' };
  return server.request('PUT', CONFLICT, { body: JSON.stringify(board), headers });
}

/** Resets the board that both users edit. */
const beforeConflict = (page, context) => put(context, { title: 'Shop', panels: context.showcase.panels });

/** Edits a board while another user saves it first. */
async function causeConflict(page, context) {
  await page.getByRole('complementary').getByRole('textbox', { name: 'Title', exact: true }).fill('Mine');
  const [, ...panels] = context.showcase.panels;
  await put(context, {
    title: 'Theirs',
    panels: panels.map((panel, index) => (index === 0 ? { ...panel, title: 'Income' } : panel)),
  });
  await click('Save')(page);
}

async function importInvalid(page) {
  const chooser = page.waitForEvent('filechooser');
  await click('Import')(page);
  const buffer = Buffer.from('{ "title": "Invalid", "panels": [{ "id": "a", "type": "number" }] }');
  await (await chooser).setFiles({ name: 'invalid.json', mimeType: 'application/json', buffer });
}

/** Serves another script, as after a deployment, and reconnects, because the page checks for new versions then. */
async function deploy(page) {
  await page.route(
    ({ pathname }) => pathname.startsWith('/boards'),
    async (route) => {
      const response = await route.fetch();
      const html = (await response.text()).replace('</body>', '<script src="new.js"></script></body>');
      await route.fulfill({ response, body: html });
    },
  );
  await page.route('**/new.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await page.evaluate(() => {
    for (const event of ['pagehide', 'pageshow', 'online']) globalThis.dispatchEvent(new Event(event));
  });
  await page.getByText('A new version is available.').waitFor();
}

async function withoutFileErrors(page) {
  await page.route('**/api/v1/boards', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { items: (await response.json()).items } });
  });
}

/**
 * @typedef {object} Scene
 * @property {string} path
 * @property {{ width: number, height: number }} [size] default: that of a desktop
 * @property {(page: import('playwright-core').Page, context: object) => Promise<void>} [before] runs before the page is opened
 * @property {(page: import('playwright-core').Page, context: object) => Promise<void>} [arrange] runs on the open page
 * @property {'print'} [media]
 * @property {string} [locale] default: en-US
 * @property {boolean} [whole] the whole page instead of the viewport
 */

/** @type {Record<string, Scene>} */
export const SCENES = {
  'board-desktop': { path: BOARD },
  'board-phone': { path: BOARD, size: PHONE },
  'board-tv': { path: `${BOARD}?tv`, size: TV },
  'board-tv-page-2': { path: `${BOARD}?tv`, size: TV, arrange: (page) => page.keyboard.press('ArrowRight') },
  'board-tv-4k': { path: `${BOARD}?tv`, size: { width: 3840, height: 2160 } },
  'board-tv-whole': { path: `${BOARD}?tv=whole`, size: TV },
  'board-print': { path: BOARD, media: 'print', whole: true },
  'board-german': { path: BOARD, locale: 'de-DE' },
  'board-fixed-time': { path: `${BOARD}?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z` },
  'board-new-version': { path: BOARD, arrange: deploy },
  'board-empty': { path: '/boards/empty' },
  'board-deleted': { path: '/boards/deleted' },
  'board-file-problem': { path: '/boards/from-git' },
  server: { path: '/boards/this-server' },
  'server-phone': { path: '/boards/this-server', size: PHONE, whole: true },
  inbox: { path: '/boards/inbox' },
  'inbox-phone': { path: '/boards/inbox', size: PHONE },
  unknown: { path: '/boards/nowhere' },
  'unknown-path': { path: '/nowhere' },
  list: { path: '/boards', before: withoutFileErrors },
  'list-phone': { path: '/boards', before: withoutFileErrors, size: PHONE },
  'list-german': { path: '/boards', locale: 'de-DE' },
  'list-file-errors': { path: '/boards' },
  'list-file-errors-phone': { path: '/boards', size: PHONE },
  'list-menu': { path: '/boards', before: withoutFileErrors, arrange: click('Menu of Shop') },
  'list-new-version': { path: '/boards', arrange: deploy },
  'list-offline': { path: '/boards', before: (page) => page.route('**/api/v1/boards', (route) => route.abort()) },
  'dialog-new-board': { path: '/boards', arrange: click('New board') },
  'dialog-new-board-phone': { path: '/boards', size: PHONE, arrange: click('New board') },
  'dialog-import': { path: '/boards', arrange: importInvalid },
  'dialog-tv': { path: BOARD, arrange: click('TV') },
  'dialog-conflict': { path: '/boards/conflict/edit', before: beforeConflict, arrange: causeConflict },
  'dialog-discard': {
    path: `${BOARD}/edit`,
    arrange: async (page) => {
      await page.getByRole('complementary').getByRole('textbox', { name: 'Title', exact: true }).fill('Mine');
      await click('Discard')(page);
    },
  },
  'open-connection-badge': { path: BOARD, arrange: click(/^Live/) },
  'open-connection-badge-phone': { path: BOARD, size: PHONE, arrange: click(/^Live/) },
  'open-ranges': { path: BOARD, arrange: click(/^Time range/) },
  'open-fixed-time': { path: BOARD, arrange: chooseMenuItem(/^Time range/, 'Fixed time range…') },
  'open-themes': { path: BOARD, arrange: (page) => page.locator('bc-theme-menu button').click() },
  'open-panel-menu': { path: BOARD, arrange: click(CHART) },
  'open-push-example': { path: BOARD, arrange: chooseMenuItem(CHART, 'How to push data') },
  'open-description': { path: BOARD, arrange: click(/^About A title/) },
  'panel-table': { path: BOARD, arrange: chooseMenuItem(CHART, 'View as table') },
  'panel-full': { path: `${BOARD}?panel=p4` },
  edit: { path: `${BOARD}/edit` },
  'edit-form': { path: `${BOARD}/edit`, arrange: (page) => page.getByRole('button', { name: /^Latency by/ }).click() },
  'edit-invalid': {
    path: `${BOARD}/edit`,
    arrange: async (page) => {
      await click('Add a panel')(page);
      await click('Save')(page);
    },
  },
  'edit-phone': {
    path: `${BOARD}/edit`,
    size: PHONE,
    arrange: (page) => page.getByRole('button', { name: /^Orders: / }).click(),
  },
};

export const DEFAULT_SIZE = DESKTOP;
