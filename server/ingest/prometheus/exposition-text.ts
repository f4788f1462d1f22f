import { JobError } from '../../database/job.js';
import type { ExternalTag } from '../../metrics/external-names.js';
import { decimalOf } from '../decimal.js';
import type { Group } from './group.js';

const SHOWN = 80;

/** No sample needs more; patterns are not let loose on megabytes. */
const MAX_LINE = 64 * 1024;
const BLANK = /^[ \t\r]*$/;

const NAME = /[^\s{}"#,=]*/y;
const SPACES = /[ \t]*/y;
const LABEL_NAME = /[^\s{}"#,=]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const TOKEN = /[^\s]+/y;

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
 * Adds the samples of Prometheus's text format 0.0.4,
 * https://prometheus.io/docs/instrumenting/exposition_formats/, or of OpenMetrics 1.0, whose times are seconds. Exemplars are
 * passed over.
 *
 * @throws JobError 400 that names the line that is wrong.
 */
export function addExposition(group: Group, text: string, isOpenMetrics: boolean): void {
  const microsPerUnit = isOpenMetrics ? 1e6 : 1e3;
  let line = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(start, Math.min(end, start + MAX_LINE));
    const isWhole = end <= start + MAX_LINE;
    start = end + 1;
    line += 1;
    if (content.startsWith('#')) readComment(group, content);
    else if (!BLANK.test(content) || !isWhole) {
      const scanner = new LineScanner(content, line);
      if (!isWhole) throw scanner.wrong(`it is too long, beyond ${MAX_LINE} characters`);
      readSample(group, scanner, microsPerUnit);
    }
  }
}

function readComment(group: Group, content: string): void {
  const [, family, unit] = /^#\s+UNIT\s+(\S+)\s+(\S+)/.exec(content) ?? [];
  if (family !== undefined && unit !== undefined) group.describe(family, unit);
}

function readSample(group: Group, scanner: LineScanner, microsPerUnit: number): void {
  scanner.skip(SPACES);
  const before = scanner.take(NAME) ?? '';
  scanner.skip(SPACES);
  const { name = before, labels } = scanner.sees('{') ? readLabels(scanner) : { labels: [] };
  if (name === '') throw scanner.wrong('it has no name');
  scanner.skip(SPACES);
  const value = numberOf(scanner.take(TOKEN));
  if (value === undefined) throw scanner.wrong('its value is no number');
  group.add(name, labels, value, readTime(scanner, microsPerUnit));
}

function readTime(scanner: LineScanner, microsPerUnit: number): number {
  scanner.skip(SPACES);
  if (scanner.isAtEnd() || scanner.sees('#')) return NaN;
  const time = numberOf(scanner.take(TOKEN));
  if (time === undefined || !Number.isFinite(time)) throw scanner.wrong('its time is no number');
  scanner.skip(SPACES);
  if (!scanner.isAtEnd() && !scanner.sees('#')) throw scanner.wrong('something follows its time');
  return time * microsPerUnit;
}

interface Braces {
  name?: string;
  readonly labels: ExternalTag[];
}

/** Labels within braces; a quoted text alone is the name of the metric. */
function readLabels(scanner: LineScanner): Braces {
  const found: Braces = { labels: [] };
  scanner.expect('{');
  scanner.skip(SPACES);
  while (!scanner.sees('}')) {
    readLabel(scanner, found);
    scanner.skip(SPACES);
    if (!scanner.sees(',')) break;
    scanner.expect(',');
    scanner.skip(SPACES);
  }
  scanner.expect('}');
  return found;
}

function readLabel(scanner: LineScanner, found: Braces): void {
  const quoted = scanner.quoted();
  const name = quoted ?? scanner.take(LABEL_NAME);
  if (name === undefined) throw scanner.wrong('a label is name="value"');
  scanner.skip(SPACES);
  if (scanner.sees('=')) {
    scanner.expect('=');
    scanner.skip(SPACES);
    const value = scanner.quoted();
    if (value === undefined) throw scanner.wrong(`the value of the label '${name.slice(0, SHOWN)}' is not in quotes`);
    found.labels.push([name, value]);
  } else if (quoted !== undefined && found.name === undefined) found.name = quoted;
  else throw scanner.wrong(`the label '${name.slice(0, SHOWN)}' has no value`);
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return decimalOf(text) ?? SPECIAL.get(text.toLowerCase());
}

/** One line, read from left to right. */
class LineScanner {
  private readonly text: string;
  private readonly line: number;
  private position = 0;

  constructor(text: string, line: number) {
    this.text = text.endsWith('\r') ? text.slice(0, -1) : text;
    this.line = line;
  }

  isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  sees(character: string): boolean {
    return this.text[this.position] === character;
  }

  expect(character: string): void {
    if (!this.sees(character)) throw this.wrong(`there is no '${character}' where one must be`);
    this.position += 1;
  }

  skip(pattern: RegExp): void {
    this.match(pattern);
  }

  take(pattern: RegExp): string | undefined {
    return this.match(pattern)?.[0];
  }

  /** A text in quotes, without them and with what is escaped put right. */
  quoted(): string | undefined {
    return this.match(QUOTED)?.[1]?.replace(/\\([\\"n])/g, (_all, character: string) =>
      character === 'n' ? '\n' : character,
    );
  }

  wrong(words: string): JobError {
    const shown = this.text.length > SHOWN ? `${this.text.slice(0, SHOWN)}…` : this.text;
    return new JobError(
      400,
      `text format parsing error in line ${this.line}, '${shown.toWellFormed()}': ${words}. Nothing was stored.`,
    );
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.position = pattern.lastIndex;
    return match;
  }
}
