// `npm run screenshots [-- folder [names…]]`: every type of panel in every state, and every page with all that opens on
// it, in both themes, to be looked at. Names (parts of them will do) leave out the rest.
import '../require-node.mjs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from '../build-parts.mjs';
import { DEFAULT_SIZE, SCENES } from './scenes.mjs';
import { putInto, STATES } from './states.mjs';

const THEMES = ['dark', 'light'];

/** Long enough for fonts, charts and the first answers, however slow the machine; for what is out of sight; for what opens. */
const SETTLE_MS = 2_000;
const WHOLE_MS = 4_000;
const OPEN_MS = 500;

/** What the server's folder of boards has in it: a board, and two files that are wrong. */
const FILES = {
  'from-git.yaml': `title: From git
panels:
  - { id: a, type: number, title: Orders, layout: { x: 0, y: 0, w: 3, h: 2 }, query: { source: metrics, metric: shop.orders } }
`,
  'torn.yaml': 'title: Torn\npanels:\n  - id: a\n    type: Number\n    layout: { x: 0, y: 0, w: 13, h: 2 }\n',
  'a-board-of-the-team-that-likes-to-give-its-files-long-names.json': '{ "title": "Half a file", ',
};

await build();
const { launchBrowser } = await import('../../test/support/browser/launch-browser.ts');
const { pushShowcase, SHOWCASE, showcaseBoard } = await import('../../test/fixtures/showcase-board.ts');
const { Server } = await import('../../bench/processes/server.mjs');

const [folderName = 'screenshots', ...wanted] = process.argv.slice(2);
const folder = resolve(folderName);
await mkdir(folder, { recursive: true });
const boards = await mkdtemp(join(tmpdir(), 'boardcast-screenshots-'));
for (const [name, text] of Object.entries(FILES)) await writeFile(join(boards, name), text);
const server = await Server.boardcast({ BOARDS_DIR: boards });
const browser = await launchBrowser();
try {
  const showcase = showcaseBoard();
  await pushShowcase((method, path, body) => server.json(method, path, body));
  for (const board of [
    showcase,
    { ...showcase, slug: 'raced' },
    { slug: 'bare', title: 'Bare' },
    { slug: 'gone', title: 'Gone' },
  ]) {
    await server.json('POST', '/api/v1/boards', board);
  }
  await server.request('DELETE', '/api/v1/boards/gone');
  for (const theme of THEMES) {
    for (const state of Object.keys(STATES)) {
      const before = (page) => putInto(page, state);
      await shoot(`panels-${state}-${theme}`, theme, { path: `/boards/${SHOWCASE}`, before, whole: true }, showcase);
    }
    for (const [name, scene] of Object.entries(SCENES)) await shoot(`${name}-${theme}`, theme, scene, showcase);
  }
} finally {
  await browser.close();
  await server.stop();
  await rm(boards, { recursive: true });
}

/** One picture, unless it is not wanted. What cannot be brought about is said, and does not keep the rest from being. */
async function shoot(name, theme, scene, showcase) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) return;
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
    // A list of boards is fetched every 2 s: one of these requests may be waiting in a route.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.close();
  }
}
