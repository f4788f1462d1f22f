// The budget for the JavaScript of a board page. Angular's own budgets compare uncompressed sizes of single files.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const { client } = JSON.parse(readFileSync(join(import.meta.dirname, '../angular.json'), 'utf8')).projects;

/** Compressed bytes on the network until a board shows its values, with the headers. */
export const PAGE_BUDGET_KIB = client['bc-boardPageScriptsKiB'];

/** What the server's headers add to each file. `npm run bench -- page` counts them, too. */
const HEADER_BYTES = 480;

/**
 * Fails if a board page loads more than its budget.
 * @param {string} folder the built client, with compressed files beside the files
 * @param {Iterable<string>} scripts the files of the folder that a board page loads
 */
export function checkPageBudget(folder, scripts) {
  const bytes = Array.from(scripts, (script) => HEADER_BYTES + transferSize(join(folder, script)));
  const total = bytes.reduce((sum, each) => sum + each, 0);
  if (total <= PAGE_BUDGET_KIB * 1024) return;
  throw new Error(
    `A board page loads ${(total / 1024).toFixed(1)} KiB of compressed scripts, and its budget in angular.json is ` +
      `${PAGE_BUDGET_KIB} KiB. Load what not every board needs with import() or @defer.`,
  );
}

function transferSize(file) {
  const compressed = `${file}.br`;
  return statSync(existsSync(compressed) ? compressed : file).size;
}
