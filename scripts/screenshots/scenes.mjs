// What is looked at beside the states of panels: pages, and what opens on them.

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const TV = { width: 1920, height: 1080 };
const BOARD = '/boards/showcase';
const CHART = 'Menu of Latency by region';

const press = (name) => (page) => page.getByRole('button', { name }).first().click();

const chooseIn = (menu, item) => async (page) => {
  await press(menu)(page);
  await page.getByRole('menuitem', { name: item }).click();
};

const RACED = '/api/v1/boards/raced';

function put({ server }, board) {
  const headers = { 'content-type': 'application/json', 'if-match': '*' };
  return server.request('PUT', RACED, { body: JSON.stringify(board), headers });
}

/** The board as both begin with it. */
const beforeRace = (page, world) => put(world, { title: 'Shop', panels: world.showcase.panels });

/** Somebody else saves first. */
async function loseRace(page, world) {
  await page.getByRole('complementary').getByRole('textbox', { name: 'Title', exact: true }).fill('Mine');
  const [, ...panels] = world.showcase.panels;
  await put(world, {
    title: 'Theirs',
    panels: panels.map((panel, index) => (index === 0 ? { ...panel, title: 'Income' } : panel)),
  });
  await press('Save')(page);
}

async function importBroken(page) {
  const chooser = page.waitForEvent('filechooser');
  await press('Import')(page);
  const buffer = Buffer.from('{ "title": "Broken", "panels": [{ "id": "a", "type": "number" }] }');
  await (await chooser).setFiles({ name: 'broken.json', mimeType: 'application/json', buffer });
}

/** Another script than the one that runs, as after a deploy; and a connection anew, for that is when the page looks. */
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
  await page.getByText('A new version is here.').waitFor();
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
 * @property {{ width: number, height: number }} [size] a desk's without it
 * @property {(page: import('playwright-core').Page, world: object) => Promise<void>} [before] what is prepared before the page is opened
 * @property {(page: import('playwright-core').Page, world: object) => Promise<void>} [arrange] what is done there
 * @property {'print'} [media]
 * @property {string} [locale] en-US without it
 * @property {boolean} [whole] the whole page, however long
 */

/** @type {Record<string, Scene>} */
export const SCENES = {
  'board-desk': { path: BOARD },
  'board-phone': { path: BOARD, size: PHONE },
  'board-tv': { path: `${BOARD}?tv`, size: TV },
  'board-tv-page-2': { path: `${BOARD}?tv`, size: TV, arrange: (page) => page.keyboard.press('ArrowRight') },
  'board-tv-4k': { path: `${BOARD}?tv`, size: { width: 3840, height: 2160 } },
  'board-tv-whole': { path: `${BOARD}?tv=whole`, size: TV },
  'board-print': { path: BOARD, media: 'print', whole: true },
  'board-german': { path: BOARD, locale: 'de-DE' },
  'board-fixed-time': { path: `${BOARD}?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z` },
  'board-new-version': { path: BOARD, arrange: deploy },
  'board-empty': { path: '/boards/bare' },
  'board-deleted': { path: '/boards/gone' },
  'board-file-problem': { path: '/boards/from-git' },
  server: { path: '/boards/this-server' },
  'server-phone': { path: '/boards/this-server', size: PHONE, whole: true },
  inbox: { path: '/boards/inbox' },
  'inbox-phone': { path: '/boards/inbox', size: PHONE },
  unknown: { path: '/boards/nowhere' },
  'unknown-address': { path: '/nowhere' },
  list: { path: '/boards', before: withoutFileErrors },
  'list-phone': { path: '/boards', before: withoutFileErrors, size: PHONE },
  'list-german': { path: '/boards', locale: 'de-DE' },
  'list-file-errors': { path: '/boards' },
  'list-file-errors-phone': { path: '/boards', size: PHONE },
  'list-menu': { path: '/boards', before: withoutFileErrors, arrange: press('More about Shop') },
  'list-new-version': { path: '/boards', arrange: deploy },
  'list-offline': { path: '/boards', before: (page) => page.route('**/api/v1/boards', (route) => route.abort()) },
  'dialog-new-board': { path: '/boards', arrange: press('New board') },
  'dialog-new-board-phone': { path: '/boards', size: PHONE, arrange: press('New board') },
  'dialog-import': { path: '/boards', arrange: importBroken },
  'dialog-tv': { path: BOARD, arrange: press('TV') },
  'dialog-conflict': { path: '/boards/raced/edit', before: beforeRace, arrange: loseRace },
  'dialog-discard': {
    path: `${BOARD}/edit`,
    arrange: async (page) => {
      await page.getByRole('complementary').getByRole('textbox', { name: 'Title', exact: true }).fill('Mine');
      await press('Discard')(page);
    },
  },
  'open-pill': { path: BOARD, arrange: press(/^Live/) },
  'open-pill-phone': { path: BOARD, size: PHONE, arrange: press(/^Live/) },
  'open-ranges': { path: BOARD, arrange: press(/^Time range/) },
  'open-fixed-time': { path: BOARD, arrange: chooseIn(/^Time range/, 'Fixed time…') },
  'open-themes': { path: BOARD, arrange: (page) => page.locator('bc-theme-menu button').click() },
  'open-panel-menu': { path: BOARD, arrange: press(CHART) },
  'open-feed': { path: BOARD, arrange: chooseIn(CHART, 'How to feed it') },
  'open-description': { path: BOARD, arrange: press(/^About A title/) },
  'panel-table': { path: BOARD, arrange: chooseIn(CHART, 'View as table') },
  'panel-full': { path: `${BOARD}?panel=p4` },
  edit: { path: `${BOARD}/edit` },
  'edit-form': { path: `${BOARD}/edit`, arrange: (page) => page.getByRole('button', { name: /^Latency by/ }).click() },
  'edit-wrong': {
    path: `${BOARD}/edit`,
    arrange: async (page) => {
      await press('Add a panel')(page);
      await press('Save')(page);
    },
  },
  'edit-phone': {
    path: `${BOARD}/edit`,
    size: PHONE,
    arrange: (page) => page.getByRole('button', { name: /^Orders: / }).click(),
  },
};

export const DEFAULT_SIZE = DESK;
