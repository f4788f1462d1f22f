import { JobError } from '../../../common/errors/job-error.js';
import { measuredTimeProblem, type AcceptedTimes } from '../../../common/time/timestamps.js';
import { type ExternalPoints, MAX_POINTS } from '../../external-points.js';
import { MAX_KEY_LENGTH } from '../../../../wire/metric-key.js';
import { parseFieldValue, isFieldName } from './field-value.js';
import { BoundedCache } from '../../bounded-cache.js';
import { endOfInvalidLine } from './line-end.js';
import { toFieldKey, type LineHead, parseHeadWithDoubledBackslashes, parseHead, unescapeName } from './line-head.js';
import { parseTimestampUs, type Precision } from './precision.js';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const TAB = 9;
const HASH = 35;
const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;

/** Maximum length of a measurement with its tags, and of a field name, so that invalid input is not parsed for long. */
const MAX_PART = 64 * 1024;

/** Most lines start like other lines of the same request or of the previous one. */
const heads = new BoundedCache<LineHead>();

/** The known keys of a measurement's fields, by their raw names. */
type FieldKeys = Map<string, string>;

/** NdjsonLines that cannot be stored. */
export interface InvalidLines {
  readonly count: number;
  /** The problem of the first one. */
  readonly first: string | undefined;
}

/** The message describes the error of a line. */
class InvalidLine extends Error {}

/** Maximum length of quoted input in messages. */
const MAX_QUOTED = 80;

/**
 * Adds the points of InfluxDB's line protocol, as of
 * https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/. A field becomes a metric of its own, named
 * `measurement.field`, or like the measurement if the field is called `value`. Booleans are stored as 1 and 0. Strings, NaN and
 * infinities are not stored, but counted. Invalid lines are not stored, and reported.
 *
 * @throws JobError 413 if there are too many points or invalid lines
 */
export function addLines(
  points: ExternalPoints,
  text: string,
  precision: Precision,
  times: AcceptedTimes,
): InvalidLines {
  return new LineReader(points, text, precision, times).read();
}

class LineReader {
  private readonly points: ExternalPoints;
  private readonly text: string;
  private readonly precision: Precision;
  private readonly times: AcceptedTimes;
  private readonly keysOf = new Map<string, FieldKeys>();
  private readonly keys: string[] = [];
  private readonly values: number[] = [];
  private position = 0;
  private line = 1;
  private fields = 0;
  private skipped: string[] = [];
  private invalidLines = 0;
  private firstProblem: string | undefined;
  /** The next position of a character, which may be far beyond the line. */
  private readonly next = new Map<string, number>();
  private lineStart = 0;
  private lineEnd = 0;

  constructor(points: ExternalPoints, text: string, precision: Precision, times: AcceptedTimes) {
    this.points = points;
    this.text = text;
    this.precision = precision;
    this.times = times;
  }

  read(): InvalidLines {
    const { text } = this;
    while (this.position < text.length) {
      this.startLine();
      while (isBlank(text.charCodeAt(this.position))) this.position += 1;
      if (this.position < this.lineEnd && text.charCodeAt(this.position) !== HASH) this.readLine();
      this.position = this.lineEnd + 1;
      this.line += 1;
    }
    return { count: this.invalidLines, first: this.firstProblem };
  }

  private readLine(): void {
    const number = this.line;
    try {
      this.readPoint();
    } catch (error) {
      if (!(error instanceof InvalidLine)) throw error;
      this.points.reject(error.message);
      this.invalidLines += 1;
      this.firstProblem ??= error.message;
      this.lineEnd = endOfInvalidLine(this.text, this.lineStart);
      this.line = number;
      this.countNewlines(this.lineStart, this.lineEnd);
    }
  }

  private countNewlines(from: number, until: number): void {
    for (let found = this.text.indexOf('\n', from); found >= 0 && found < until;) {
      this.line += 1;
      found = this.text.indexOf('\n', found + 1);
    }
  }

  private startLine(): void {
    this.lineStart = this.position;
    this.findLineEnd();
  }

  private findLineEnd(): void {
    const newline = this.text.indexOf('\n', this.position);
    this.lineEnd = newline < 0 ? this.text.length : newline;
  }

  private readPoint(): void {
    const { measurement, tags } = this.head();
    if ('problem' in tags) throw this.invalidLine(`the line ${tags.problem}`);
    const known = this.keysOf.get(measurement) ?? new Map<string, string>();
    this.keysOf.set(measurement, known);
    this.keys.length = this.values.length = this.skipped.length = 0;
    do {
      this.position += 1;
      this.readField(measurement, known);
    } while (this.text.charCodeAt(this.position) === COMMA);
    const atUs = this.readTimestampUs();
    for (let field = 0; field < this.keys.length; field += 1) {
      this.points.add(this.keys[field], tags, atUs, this.values[field] as number);
    }
    for (const reason of this.skipped) this.points.reject(reason);
  }

  /** Reads measurement and tags. Afterwards, the position is at the space after them. */
  private head(): LineHead {
    const { text, position } = this;
    const end = this.unescaped(' ', position);
    if (end < 0) return this.headWithDoubledBackslashes('there are no fields: a line is "measurement,tag=a field=1"');
    if (end - position > MAX_PART)
      throw this.invalidLine(`measurement and tags are longer than ${MAX_PART} characters`);
    const raw = text.slice(position, end);
    const known = heads.get(raw);
    // A copy, because a slice would keep the whole body in memory.
    const copy = known ? raw : Buffer.from(raw).toString();
    const head = known ?? parseHead(copy);
    if (typeof head === 'string') return this.headWithDoubledBackslashes(head);
    this.position = end;
    if (!known) heads.set(copy, head);
    return head;
  }

  /** @param problem of the line if doubled backslashes are not treated as one */
  private headWithDoubledBackslashes(problem: string): LineHead {
    const line = this.text.slice(this.position, Math.min(this.lineEnd, this.position + MAX_PART));
    const [raw = ''] = /^(?:[^\\ ]|\\.)*(?= )/.exec(line) ?? [];
    const head = raw.includes('\\\\') ? parseHeadWithDoubledBackslashes(raw) : problem;
    if (typeof head === 'string') throw this.invalidLine(problem);
    this.position += raw.length;
    return head;
  }

  private readField(measurement: string, known: FieldKeys): void {
    const { text } = this;
    while (text.charCodeAt(this.position) === SPACE) this.position += 1;
    // Strings count as well, because reading them takes time although they are not stored.
    this.fields += 1;
    if (this.fields > MAX_POINTS)
      throw new JobError(413, `A request has at most ${MAX_POINTS} fields. Send them in several requests.`);
    const equals = this.unescaped('=', this.position);
    if (equals < 0) throw this.invalidLine('a field has no value: fields are "name=1"');
    if (equals - this.position > MAX_PART)
      throw this.invalidLine(`the name of a field is longer than ${MAX_PART} characters`);
    const raw = text.slice(this.position, equals);
    this.position = equals + 1;
    if (text.charCodeAt(this.position) === QUOTE) {
      this.skipText();
      this.key(measurement, known, raw);
      this.skipped.push(`the string of the field ${quote(raw)} is not a number`);
      return;
    }
    const value = parseFieldValue(this.token());
    if (value === undefined)
      throw this.invalidLine(`the value of ${quote(raw)} is not a number, a boolean or a quoted string`);
    const key = this.key(measurement, known, raw);
    if (Number.isNaN(value)) this.skipped.push(`a value of ${key} is not a finite number`);
    else {
      this.keys.push(key);
      this.values.push(value);
    }
  }

  private key(measurement: string, known: FieldKeys, raw: string): string {
    const found = known.get(raw);
    if (found !== undefined) return found;
    if (!isFieldName(raw)) throw this.invalidLine(`${quote(raw)} is not the name of a field`);
    const key = toFieldKey(measurement, unescapeName(raw));
    if (key === undefined) {
      throw this.invalidLine(
        `measurement and field ${quote(raw)} make a key of more than ${MAX_KEY_LENGTH} characters`,
      );
    }
    known.set(raw, key);
    return key;
  }

  /** Skips a string. It may contain newlines, and a backslash escapes a quote or a backslash. */
  private skipText(): void {
    const { text } = this;
    let end = this.position;
    do {
      end += text.charCodeAt(end) === BACKSLASH ? 2 : 1;
      if (end >= text.length) throw this.invalidLine('a quoted text does not end');
    } while (text.charCodeAt(end) !== QUOTE);
    for (let newline = this.lineEnd; newline < end && newline >= 0; newline = text.indexOf('\n', newline + 1)) {
      this.line += 1;
    }
    this.position = end + 1;
    if (this.position > this.lineEnd) this.findLineEnd();
    if (!isEndOfValue(text.charCodeAt(this.position))) throw this.invalidLine('something follows a quoted text');
  }

  private readTimestampUs(): number {
    const { text } = this;
    while (text.charCodeAt(this.position) === SPACE) this.position += 1;
    const raw = this.token();
    if (raw === '') return NaN;
    const timestampUs = parseTimestampUs(raw, this.precision);
    if (timestampUs === undefined) throw this.invalidLine(`the time ${quote(raw)} is not a whole number`);
    const problem = measuredTimeProblem(timestampUs, this.times);
    if (problem !== undefined) {
      throw this.invalidLine(
        `the time ${quote(raw)}, taken for ${this.precision}, ${problem}; the parameter precision names its unit`,
      );
    }
    while (isBlank(text.charCodeAt(this.position))) this.position += 1;
    if (this.position < this.lineEnd) throw this.invalidLine('something follows the time');
    return timestampUs;
  }

  /** Reads up to the next comma, space or end of the line. */
  private token(): string {
    const start = this.position;
    while (!isEndOfValue(this.text.charCodeAt(this.position))) this.position += 1;
    return this.text.slice(start, this.position);
  }

  /** Returns the position of the next unescaped character of this line, or -1. */
  private unescaped(character: string, from: number): number {
    const { text } = this;
    let found = this.find(character, from);
    while (found > from && found < this.lineEnd && text.charCodeAt(found - 1) === BACKSLASH) {
      found = this.find(character, found + 1);
    }
    return found < this.lineEnd ? found : -1;
  }

  /** Finds a character, and caches its position, so that lines without it do not search the rest of the text again. */
  private find(character: string, from: number): number {
    const known = this.next.get(character) ?? -1;
    if (known >= from) return known;
    const found = this.text.indexOf(character, from);
    const next = found < 0 ? Infinity : found;
    this.next.set(character, next);
    return next;
  }

  private invalidLine(problem: string): InvalidLine {
    // Only the first one is reported, the others are counted.
    if (this.firstProblem !== undefined) return new InvalidLine(this.firstProblem);
    const line = this.text.slice(this.lineStart, this.lineEnd);
    return new InvalidLine(`unable to parse line ${this.line}, ${quote(line)}: ${problem}`);
  }
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === RETURN;
}

/** Beyond the end of the text, the code is NaN. */
function isEndOfValue(code: number): boolean {
  return code === COMMA || code === SPACE || code === NEWLINE || code === RETURN || Number.isNaN(code);
}

function quote(text: string): string {
  const shown = text.toWellFormed();
  return `'${shown.length > MAX_QUOTED ? `${shown.slice(0, MAX_QUOTED).toWellFormed()}…` : shown}'`;
}
