// Tells the page of the application's own chunks. `main` imports them only once the texts are there, which for English is
// at once: without a word in the page, the browser would ask for them a round trip later.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `--stats-json` leaves behind: which chunk holds what, and imports which. */
const STATS = 'browser-stats.json';

const START = 'client/app/start.ts';

/** All scripts that a page starts with, uncompressed: more would be felt on a slow line. */
const MOST_BYTES = 700_000;

/** Adds a `modulepreload` to the folder's `index.html` for each chunk that the application starts with. */
export function preloadStart(folder) {
  const stats = join(folder, STATS);
  const { outputs } = JSON.parse(readFileSync(stats, 'utf8'));
  rmSync(stats);
  const [start] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === START) ?? [];
  if (start === undefined) throw new Error(`The build has no chunk of ${START}.`);

  const chunks = new Set([start]);
  for (const chunk of chunks) {
    for (const { kind, path } of outputs[chunk].imports) if (kind === 'import-statement') chunks.add(path);
  }
  const bytes = [...chunks].reduce((sum, chunk) => sum + outputs[chunk].bytes, 0);
  if (bytes > MOST_BYTES)
    throw new Error(`The page starts with ${bytes} bytes of scripts; ${MOST_BYTES} are the most.`);

  const page = join(folder, 'index.html');
  const html = readFileSync(page, 'utf8');
  const links = [...chunks]
    .filter((chunk) => !html.includes(chunk))
    .map((chunk) => `<link rel="modulepreload" href="${chunk}">`);
  writeFileSync(page, html.replace('</head>', `${links.join('')}</head>`));
}
