// `npm run screenshots [-- folder]`: every type of panel in every state, and every page, in both themes, to be looked at.
import '../require-node.mjs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from '../build-parts.mjs';
import { putInto, STATES } from './states.mjs';

const THEMES = ['dark', 'light'];
const DESK = { width: 1440, height: 900 };
const SIZES = { desk: DESK, tv: { width: 1920, height: 1080 }, phone: { width: 390, height: 844 } };

/** Long enough for fonts, charts and the first answers, however slow the machine. */
const SETTLE_MS = 2_500;

await build();
const { launchBrowser } = await import('../../test/harness/browser.ts');
const { pushShowcase, SHOWCASE, showcaseBoard } = await import('../../test/harness/showcase.ts');
const { Server } = await import('../../bench/processes/server.mjs');

/** Pages that are looked at in every size. */
const PAGES = {
  board: `/boards/${SHOWCASE}`,
  list: '/boards',
  server: '/boards/this-server',
  inbox: '/boards/inbox',
  unknown: '/boards/nowhere',
};

const folder = resolve(process.argv[2] ?? 'screenshots');
await mkdir(folder, { recursive: true });
const server = await Server.boardcast();
const browser = await launchBrowser();
try {
  await pushShowcase((method, path, body) => server.json(method, path, body));
  await server.json('POST', '/api/v1/boards', showcaseBoard());
  for (const theme of THEMES) {
    for (const state of Object.keys(STATES)) await shoot(`panels-${state}-${theme}`, PAGES.board, { theme, state });
    for (const [name, path] of Object.entries(PAGES)) {
      for (const [size, viewport] of Object.entries(SIZES))
        await shoot(`${name}-${size}-${theme}`, path, { theme, viewport });
    }
    await shoot(`tv-${theme}`, `${PAGES.board}?tv`, { theme, viewport: SIZES.tv });
    await shoot(`edit-${theme}`, `${PAGES.board}/edit`, { theme });
  }
} finally {
  await browser.close();
  await server.stop();
}

/** One picture; those of a state show the whole page, however long. */
async function shoot(name, path, { theme, state = 'live', viewport = DESK }) {
  const page = await browser.newPage({ viewport, colorScheme: theme, reducedMotion: 'reduce', locale: 'en-US' });
  await putInto(page, state);
  await page.goto(`http://localhost:${server.port}${path}`);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: name.startsWith('panels-') });
  await page.close();
  process.stdout.write(`${name}.png\n`);
}
