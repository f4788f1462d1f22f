// `npm run screenshots [-- folder [names…]]`: takes screenshots of every panel type in every state, and of all pages, menus and
// dialogs, in both themes, for review by people. With names or parts of names, it takes only matching screenshots.
import '../require-node.mjs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from '../build-parts.mjs';
import { DEFAULT_SIZE, SCENES } from './scenes.mjs';
import { setState, STATES } from './states.mjs';

const THEMES = ['dark', 'light'];

/** The page is complete after this long, with fonts, charts and data, also on slow machines. */
const SETTLE_MS = 2_000;
/** The same for a screenshot of the whole page, with the panels below the viewport. */
const WHOLE_MS = 4_000;
/** Menus and dialogs are open after this long. */
const OPEN_MS = 500;

/** The files in BOARDS_DIR: a valid board and two invalid files. */
const FILES = {
  'from-git.yaml': `title: From git
panels:
  - { id: a, type: number, title: Orders, layout: { x: 0, y: 0, w: 3, h: 2 }, query: { source: metrics, metric: shop.orders } }
`,
  'invalid.yaml': 'title: Invalid\npanels:\n  - id: a\n    type: Number\n    layout: { x: 0, y: 0, w: 13, h: 2 }\n',
  'a-board-file-with-a-name-that-is-much-longer-than-usual.json': '{ "title": "Half a file", ',
};

await build();
const { launchBrowser } = await import('../../test/support/browser/launch-browser.ts');
const { pushShowcaseData, SHOWCASE_SLUG, showcaseBoard } = await import('../../test/fixtures/showcase-board.ts');
const { Server } = await import('../../bench/processes/server.mjs');

const [folderName = 'screenshots', ...names] = process.argv.slice(2);
const folder = resolve(folderName);
await mkdir(folder, { recursive: true });
const boards = await mkdtemp(join(tmpdir(), 'boardcast-screenshots-'));
for (const [name, text] of Object.entries(FILES)) await writeFile(join(boards, name), text);
const server = await Server.boardcast({ BOARDS_DIR: boards });
const browser = await launchBrowser();
try {
  const showcase = showcaseBoard();
  await pushShowcaseData((method, path, body) => server.json(method, path, body));
  for (const board of [
    showcase,
    { ...showcase, slug: 'conflict' },
    { slug: 'empty', title: 'Empty' },
    { slug: 'deleted', title: 'Deleted' },
  ]) {
    await server.json('POST', '/api/v1/boards', board);
  }
  await server.request('DELETE', '/api/v1/boards/deleted');
  for (const theme of THEMES) {
    for (const state of Object.keys(STATES)) {
      const before = (page) => setState(page, state);
      await takeScreenshot(
        `panels-${state}-${theme}`,
        theme,
        { path: `/boards/${SHOWCASE_SLUG}`, before, whole: true },
        showcase,
      );
    }
    for (const [name, scene] of Object.entries(SCENES))
      await takeScreenshot(`${name}-${theme}`, theme, scene, showcase);
  }
} finally {
  await browser.close();
  await server.stop();
  await rm(boards, { recursive: true });
}

/** Takes a screenshot, if its name is chosen. An error is printed, and the other screenshots are still taken. */
async function takeScreenshot(name, theme, scene, showcase) {
  if (names.length > 0 && !names.some((part) => name.includes(part))) return;
  const { path, size = DEFAULT_SIZE, locale = 'en-US', media = 'screen', whole = false } = scene;
  const page = await browser.newPage({ viewport: size, colorScheme: theme, reducedMotion: 'reduce', locale });
  page.setDefaultTimeout(20_000);
  try {
    await page.emulateMedia({ media });
    await scene.before?.(page, { server, showcase });
    await page.goto(`http://localhost:${server.port}${path}`);
    await page.waitForTimeout(whole ? WHOLE_MS : SETTLE_MS);
    if (scene.arrange !== undefined) {
      await scene.arrange(page, { server, showcase });
      await page.waitForTimeout(OPEN_MS);
    }
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole });
    process.stdout.write(`${name}.png\n`);
  } catch (error) {
    process.stderr.write(`${name}: ${error.message}\n`);
    process.exitCode = 1;
  } finally {
    // The list of boards is fetched every 2 s, so a request may be pending in a route.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.close();
  }
}
