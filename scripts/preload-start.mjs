// Preloads the application's chunks. `main` imports them when the translations are there, which for English is at once.
// Without links in the page, the browser would request them one round trip later.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `--stats-json` leaves behind: the sources and imports of every chunk. */
const STATS = 'browser-stats.json';

const START = 'client/app/start.ts';
const BOARD_PAGE = 'client/board-page/board-page.ts';

/**
 * Adds a `modulepreload` to the folder's `index.html` for each chunk that the application starts with.
 * @returns {Set<string>} all scripts that a board page loads before it shows values
 */
export function preloadStart(folder) {
  const stats = join(folder, STATS);
  const { outputs } = JSON.parse(readFileSync(stats, 'utf8'));
  rmSync(stats);

  const page = join(folder, 'index.html');
  const html = readFileSync(page, 'utf8');
  const links = chunksWith(START, outputs)
    .filter((chunk) => !html.includes(chunk))
    .map((chunk) => `<link rel="modulepreload" href="${chunk}">`);
  const preloading = html.replace('</head>', `${links.join('')}</head>`);
  writeFileSync(page, preloading);

  const scripts = Array.from(preloading.matchAll(/(?:src|href)="([^"]+\.js)"/g), ([, script]) => script);
  return new Set([...scripts, ...chunksWith(BOARD_PAGE, outputs)]);
}

/** The chunk with this source, and all chunks that it imports at once. */
function chunksWith(source, outputs) {
  const [first] = Object.entries(outputs).find(([path, { inputs }]) => path.endsWith('.js') && source in inputs) ?? [];
  if (first === undefined) throw new Error(`The build has no chunk with ${source}.`);
  const chunks = new Set([first]);
  for (const chunk of chunks) {
    for (const { kind, path } of outputs[chunk].imports) if (kind === 'import-statement') chunks.add(path);
  }
  return [...chunks];
}
