import type { ExternalTag } from '../../metrics/input/external-tags.js';
import { parseDecimal } from '../parse-decimal.js';
import { MetricFamilies } from './metric-families.js';
import type { PushedSamples } from './pushed-samples.js';
import { LineScanner } from './line-scanner.js';

const SHOWN = 80;

/** No sample needs more; patterns are not let loose on megabytes. */
const MAX_LINE = 64 * 1024;
const BLANK = /^[ \t\r]*$/;
const COMMENT = /^[ \t]*#/;

/** Names that need no quotes. */
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
 * OpenMetrics 1.0, whose times are seconds. Names in quotes may be any UTF-8, as Prometheus 3 writes them; exemplars are
 * passed over. What a Pushgateway refuses is refused; beyond that, lines may end with CRLF and with blanks, and the last
 * one need not end.
 *
 * @throws JobError 400 that names the line that is wrong.
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
    else if (!isWhole) throw scanner.parseError(`it is too long, beyond ${MAX_LINE} characters`);
    else if (!BLANK.test(content)) reader.sample(scanner);
  }
  reader.finish();
}

class ExpositionReader {
  private readonly group: PushedSamples;
  private readonly isOpenMetrics: boolean;
  private readonly families: MetricFamilies;
  private readonly microsPerUnit: number;

  constructor(group: PushedSamples, isOpenMetrics: boolean) {
    this.group = group;
    this.isOpenMetrics = isOpenMetrics;
    this.families = new MetricFamilies(isOpenMetrics);
    this.microsPerUnit = isOpenMetrics ? 1e6 : 1e3;
  }

  /** Reads `# HELP`, `# TYPE` and `# UNIT`, which say more than others. */
  comment(scanner: LineScanner): void {
    scanner.skipSpaces();
    scanner.expect('#');
    scanner.skipSpaces();
    const keyword = scanner.take(KEYWORD);
    scanner.skipSpaces();
    // Without a name, or with nothing about it, it says nothing.
    if (keyword === undefined || scanner.isAtEnd()) return;
    const name = scanner.quoted() ?? scanner.take(NAME);
    const isBehindName = scanner.isAtEnd() || scanner.isAt(' ') || scanner.isAt('\t');
    if (name === undefined || !isBehindName) throw scanner.parseError('invalid metric name in comment');
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
    if (value === undefined) throw scanner.parseError('its value is no number');
    const time = this.readTime(scanner);
    const problem = this.families.sample(name, labels, isNumber);
    if (problem !== undefined) throw scanner.parseError(problem);
    this.group.add(name, labels, value, time);
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
        return escape === undefined ? this.families.help(name) : `'${escape}' is no escape`;
      }
      default:
        this.group.describe(name, content);
        return undefined;
    }
  }

  private readTime(scanner: LineScanner): number {
    scanner.skipSpaces();
    if (isAtItsEnd(scanner)) return NaN;
    const text = scanner.take(TOKEN) ?? '';
    const time = numberOf(text);
    if (time === undefined || !Number.isFinite(time)) throw scanner.parseError('its time is no number');
    if (!this.isOpenMetrics && !INTEGER.test(text))
      throw scanner.parseError('its time is no whole number of milliseconds');
    scanner.skipSpaces();
    if (!isAtItsEnd(scanner)) throw scanner.parseError('something follows its time');
    return time * this.microsPerUnit;
  }
}

function isAtItsEnd(scanner: LineScanner): boolean {
  return scanner.isAtEnd() || scanner.take(EXEMPLAR) !== undefined;
}

interface Braces {
  name?: string;
  readonly labels: ExternalTag[];
}

/** Labels within braces; where no name is before them, a quoted text alone is the name of the metric. */
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
  if (name === undefined) throw scanner.parseError('a label is name="value"');
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

/** Undefined for what a double cannot hold, too: only `Inf` is infinite. */
function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const decimal = parseDecimal(text);
  return decimal === undefined ? SPECIAL.get(text.toLowerCase()) : Number.isFinite(decimal) ? decimal : undefined;
}
