/**
 * @typedef {object} Row A measure of Boardcast and of its baseline in the same run.
 * @property {string} measure what was measured, with the number of clients or items
 * @property {number} [ours]
 * @property {number} [baseline]
 * @property {string} [baselineName] what the baseline is
 * @property {string} unit of both numbers
 * @property {number} [ratio] default: ours / baseline
 * @property {{ text: string, passed: boolean }} [target]
 * @property {string} [skipped] why there are no numbers
 * @property {string} [note] details of the number
 */

const HEAD = ['measure', 'Boardcast', 'baseline', 'ratio', 'target', 'result', 'baseline is'];
const RIGHT = new Set([1, 2, 3]);

/**
 * Formats rows as a Markdown table that is also readable in a terminal.
 *
 * @param {readonly Row[]} rows
 */
export function formatTable(rows) {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const separator = widths.map((width, column) =>
    RIGHT.has(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  const [head, ...body] = lines.map((line) =>
    line.map((text, column) => (RIGHT.has(column) ? text.padStart(widths[column]) : text.padEnd(widths[column]))),
  );
  const table = [head, separator, ...body].map((line) => `| ${line.join(' | ')} |`);
  const notes = rows.filter(({ note }) => note !== undefined).map(({ measure, note }) => `${measure}: ${note}.`);
  return [...table, '', ...notes].join('\n').trimEnd();
}

function cells({ measure, ours, baseline, baselineName, unit, ratio, target, skipped }) {
  if (skipped !== undefined) return [measure, 'skipped', '', '', '', '', skipped];
  const shownRatio = ratio ?? (baseline && ours ? ours / baseline : undefined);
  return [
    measure,
    formatValue(ours, unit),
    baseline === undefined ? '' : formatValue(baseline, unit),
    shownRatio === undefined ? '' : `${shownRatio.toFixed(2)}x`,
    target?.text ?? '',
    target === undefined ? '' : target.passed ? 'pass' : 'FAIL',
    baselineName ?? '',
  ];
}

function formatValue(value, unit) {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return unit === '' ? text : `${text} ${unit}`;
}
