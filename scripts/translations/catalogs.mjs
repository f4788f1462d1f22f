// The message catalogs. `en.json` is extracted from the code; the other files are its translations.
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { tool } from '../build-parts.mjs';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'client/i18n/translations');

/** The language of the messages in the code. */
export const SOURCE = 'en';

/** The languages of the translations. */
export function languages() {
  return globSync('*.json', { cwd: folder })
    .map((file) => basename(file, '.json'))
    .filter((language) => language !== SOURCE)
    .sort();
}

/** All messages of the client's code by id, which is a hash of the message. They are sorted, so that every build gives the same order. */
export function extract() {
  const output = mkdtempSync(join(tmpdir(), 'boardcast-messages-'));
  try {
    const { status } = spawnSync(
      process.execPath,
      [tool('@angular/cli', 'bin/ng.js'), 'extract-i18n', '--output-path', output, '--no-progress'],
      { cwd: root, stdio: ['ignore', 'ignore', 2], env: { ...process.env, NG_CLI_ANALYTICS: 'false' } },
    );
    if (status !== 0) throw new Error('The messages could not be extracted from the code. The output above says why.');
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
