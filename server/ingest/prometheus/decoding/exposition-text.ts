import type { ExternalTag } from '../../external-tags.js';
import { parseDecimal } from '../../parse-decimal.js';
import { MetricFamilyChecks } from './metric-family-checks.js';
import type { PushedSamples } from './pushed-samples.js';
import { LineScanner } from './line-scanner.js';

const SHOWN = 80;

/** Maximum length of a line, which bounds the time of pattern matching. */
const MAX_LINE = 64 * 1024;
const BLANK = /^[ \t\r]*$/;
const COMMENT = /^[ \t]*#/;

/** Names without quotes. */
const NAME = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const LABEL_NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const KEYWORD = /(?:HELP|TYPE|UNIT)(?=[ \t])/y;
const TOKEN = /[^\s]+/y;
const EXEMPLAR = /#[ \t]*\{/y;

const INTEGER = /^[+-]?\d+$/;

const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
]);

/**
 * Adds the samples of Prometheus's text format, https://prometheus.io/docs/instrumenting/exposition_formats/, or of
 * OpenMetrics 1.0, whose times are in seconds. Quoted names may be any UTF-8, as in Prometheus 3. Exemplars are ignored. Whatever a
 * Pushgateway rejects is rejected. In addition, lines may end with blanks or CRLF, and the last line may lack a newline.
 *
 * @throws JobError 400 that names the invalid line
 */
export function addExposition(group: PushedSamples, text: string, isOpenMetrics: boolean): void {
  const reader = new ExpositionReader(group, isOpenMetrics);
  let line = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(start, Math.min(end, start + MAX_LINE));
    const isWhole = end <= start + MAX_LINE;
    start = end + 1;
    line += 1;
    const scanner = new LineScanner(content, line);
    if (COMMENT.test(content)) reader.comment(scanner);
    else if (!isWhole) throw scanner.parseError(`it is longer than ${MAX_LINE} characters`);
    else if (!BLANK.test(content)) reader.sample(scanner);
  }
  reader.finish();
}

class ExpositionReader {
  private readonly group: PushedSamples;
  private readonly isOpenMetrics: boolean;
  private readonly families: MetricFamilyChecks;
  private readonly usPerUnit: number;

  constructor(group: PushedSamples, isOpenMetrics: boolean) {
    this.group = group;
    this.isOpenMetrics = isOpenMetrics;
    this.families = new MetricFamilyChecks(isOpenMetrics);
    this.usPerUnit = isOpenMetrics ? 1e6 : 1e3;
  }

  /** Reads `# HELP`, `# TYPE` and `# UNIT`. Other comments are ignored. */
  comment(scanner: LineScanner): void {
    scanner.skipSpaces();
    scanner.expect('#');
    scanner.skipSpaces();
    const keyword = scanner.take(KEYWORD);
    scanner.skipSpaces();
    // A comment without a name or content is ignored.
    if (keyword === undefined || scanner.isAtEnd()) return;
    const name = scanner.quoted() ?? scanner.take(NAME);
    const isAfterName = scanner.isAtEnd() || scanner.isAt(' ') || scanner.isAt('\t');
    if (name === undefined || !isAfterName) throw scanner.parseError('invalid metric name in comment');
    const content = scanner.rest();
    if (content === '') return;
    const problem = this.problemOf(keyword, name, content);
    if (problem !== undefined) throw scanner.parseError(problem);
  }

  sample(scanner: LineScanner): void {
    scanner.skipSpaces();
    const before = scanner.take(NAME) ?? '';
    scanner.skipSpaces();
    const { name = before, labels } = scanner.isAt('{') ? readLabels(scanner, before) : { labels: [] };
    if (name === '') throw scanner.parseError('it has no name');
    scanner.skipSpaces();
    const value = numberOf(scanner.take(TOKEN));
    if (value === undefined) throw scanner.parseError('its value is not a number');
    const timeUs = this.readTimeUs(scanner);
    const problem = this.families.sample(name, labels, isNumber);
    if (problem !== undefined) throw scanner.parseError(problem);
    this.group.add(name, labels, value, timeUs);
  }

  finish(): void {
    this.group.finish(this.families.collision());
  }

  private problemOf(keyword: string, name: string, content: string): string | undefined {
    switch (keyword) {
      case 'TYPE':
        return this.families.type(name, content);
      case 'HELP': {
        const [escape] = /\\(?:[^\\n"]|$)/.exec(content.replaceAll('\\\\', '')) ?? [];
        return escape === undefined ? this.families.help(name) : `'${escape}' is not a valid escape`;
      }
      default:
        this.group.describe(name, content);
        return undefined;
    }
  }

  private readTimeUs(scanner: LineScanner): number {
    scanner.skipSpaces();
    if (isAtLineEnd(scanner)) return NaN;
    const text = scanner.take(TOKEN) ?? '';
    const time = numberOf(text);
    if (time === undefined || !Number.isFinite(time)) throw scanner.parseError('its time is not a number');
    if (!this.isOpenMetrics && !INTEGER.test(text))
      throw scanner.parseError('its time is not a whole number of milliseconds');
    scanner.skipSpaces();
    if (!isAtLineEnd(scanner)) throw scanner.parseError('something follows its time');
    return time * this.usPerUnit;
  }
}

function isAtLineEnd(scanner: LineScanner): boolean {
  return scanner.isAtEnd() || scanner.take(EXEMPLAR) !== undefined;
}

interface Braces {
  name?: string;
  readonly labels: ExternalTag[];
}

/** Reads labels in braces. If there is no name before them, a quoted text without a value is the name of the metric. */
function readLabels(scanner: LineScanner, before: string): Braces {
  const found: Braces = { labels: [] };
  scanner.expect('{');
  scanner.skipSpaces();
  while (!scanner.isAt('}')) {
    readLabel(scanner, found, before === '');
    scanner.skipSpaces();
    if (!scanner.isAt(',')) break;
    scanner.expect(',');
    scanner.skipSpaces();
  }
  scanner.expect('}');
  return found;
}

function readLabel(scanner: LineScanner, found: Braces, mayBeName: boolean): void {
  const quoted = scanner.quoted();
  const name = quoted ?? scanner.take(LABEL_NAME);
  if (name === undefined) throw scanner.parseError('a label must be name="value"');
  scanner.skipSpaces();
  if (scanner.isAt('=')) {
    scanner.expect('=');
    scanner.skipSpaces();
    const value = scanner.quoted();
    if (value === undefined)
      throw scanner.parseError(`the value of the label '${name.slice(0, SHOWN)}' is not in quotes`);
    found.labels.push([name, value]);
  } else if (quoted !== undefined && mayBeName && found.name === undefined && found.labels.length === 0) {
    found.name = quoted;
  } else throw scanner.parseError(`the label '${name.slice(0, SHOWN)}' has no value`);
}

function isNumber(text: string): boolean {
  return numberOf(text) !== undefined;
}

/** Parses a number. Returns undefined for numbers beyond the range of a double, because only `Inf` is infinite. */
function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const decimal = parseDecimal(text);
  return decimal === undefined ? SPECIAL.get(text.toLowerCase()) : Number.isFinite(decimal) ? decimal : undefined;
}
