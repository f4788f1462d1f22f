/**
 * @typedef {object} Row One measure, beside its bare baseline from the same run.
 * @property {string} measure what was measured, and of how many
 * @property {number} [ours]
 * @property {number} [bare]
 * @property {string} [baseline] what the bare number is of
 * @property {string} unit of both numbers
 * @property {number} [ratio] ours / bare; without one it is worked out
 * @property {{ words: string, met: boolean }} [aim]
 * @property {string} [skipped] why there are no numbers
 * @property {string} [note] what the number is made of
 */

const HEAD = ['measure', 'Boardcast', 'bare', 'ratio', 'aim', 'met', 'bare is'];
const RIGHT = new Set([1, 2, 3]);

/**
 * The rows as one table: Markdown that reads well in a terminal, too.
 * @param {readonly Row[]} rows
 */
export function formatTable(rows) {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const rule = widths.map((width, column) => (RIGHT.has(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  const [head, ...body] = lines.map((line) =>
    line.map((text, column) => (RIGHT.has(column) ? text.padStart(widths[column]) : text.padEnd(widths[column]))),
  );
  const table = [head, rule, ...body].map((line) => `| ${line.join(' | ')} |`);
  const notes = rows.filter(({ note }) => note !== undefined).map(({ measure, note }) => `${measure}: ${note}.`);
  return [...table, '', ...notes].join('\n').trimEnd();
}

function cells({ measure, ours, bare, baseline, unit, ratio, aim, skipped }) {
  if (skipped !== undefined) return [measure, 'skipped', '', '', '', '', skipped];
  const quotient = ratio ?? (bare && ours ? ours / bare : undefined);
  return [
    measure,
    formatValue(ours, unit),
    bare === undefined ? '' : formatValue(bare, unit),
    quotient === undefined ? '' : `${quotient.toFixed(2)}x`,
    aim?.words ?? '',
    aim === undefined ? '' : aim.met ? 'yes' : 'NO',
    baseline ?? '',
  ];
}

function formatValue(value, unit) {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return unit === '' ? text : `${text} ${unit}`;
}
