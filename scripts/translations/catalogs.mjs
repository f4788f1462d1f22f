// The catalogs of texts: `en.json` is what the code says, the others are the same texts in other languages.
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { tool } from '../build-parts.mjs';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'client/i18n/translations');

/** The language that the code is written in. */
export const SOURCE = 'en';

/** The languages that there is a catalog of besides. */
export function languages() {
  return globSync('*.json', { cwd: folder })
    .map((file) => basename(file, '.json'))
    .filter((language) => language !== SOURCE)
    .sort();
}

/** All texts of the client's code by their id, a hash of the text. Sorted by text, then by id: the same for every build. */
export function extract() {
  const output = mkdtempSync(join(tmpdir(), 'boardcast-texts-'));
  try {
    const { status } = spawnSync(
      process.execPath,
      [tool('@angular/cli', 'bin/ng.js'), 'extract-i18n', '--output-path', output, '--no-progress'],
      { cwd: root, stdio: ['ignore', 'ignore', 2], env: { ...process.env, NG_CLI_ANALYTICS: 'false' } },
    );
    if (status !== 0) throw new Error('The texts could not be taken from the code; the messages above say why.');
    const { translations } = JSON.parse(readFileSync(join(output, 'messages.json'), 'utf8'));
    return Object.fromEntries(
      Object.entries(translations).sort(
        ([idA, a], [idB, b]) => compare(a.toLowerCase(), b.toLowerCase()) || compare(idA, idB),
      ),
    );
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

/** @returns {Record<string, string>} */
export function read(language) {
  return JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')).translations;
}

export function write(language, translations) {
  const catalog = { locale: language, translations };
  writeFileSync(join(folder, `${language}.json`), `${JSON.stringify(catalog, null, 2)}\n`);
}
