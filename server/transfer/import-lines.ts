import { lineError } from './ndjson.js';
import type { BodyShare } from '../http/bodies/body-memory.js';
import { Problem } from '../common/errors/problem.js';
import { TimeSlices } from '../common/time/time-slices.js';

/** Lines of one type that follow one another, with the number of the first. */
export interface LineGroup {
  readonly type: string;
  readonly first: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is taken together: more would only be held longer. */
const GROUP_BYTES = 1024 * 1024;
const GROUP_LINES = 1_000;

/** A line longer than this is none of an export. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;

/** No export has more blank lines than this, and no editor adds as many. */
const MAX_BLANK_LINES = 10_000;

const NEWLINE = 0x0a;
/** Some editors put a byte order mark before the first line: for an expression, and for decoders, it is white space. */
const TYPE = /^\s*\{\s*"type"\s*:\s*"([a-z]{1,32})"/i;
const TYPE_BYTES = 128;

/**
 * Puts what comes in pieces of any size together to groups of whole lines. Blank lines are left out.
 * @param share updated with how much waits here for the end of its line or group
 * @throws Problem 422 for a line that does not say its type first and for a flood of blank lines, 413 for a line that is too
 *   long, 503 if there is no memory for it.
 */
export async function* groupLines(
  pieces: AsyncIterable<Uint8Array>,
  share: Pick<BodyShare, 'resize'>,
): AsyncGenerator<LineGroup> {
  const group = new Group();
  const slices = new TimeSlices();
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 1;
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      const last = Buffer.from(piece.buffer, piece.byteOffset + start, end - start);
      const whole = rest.length > 0 ? Buffer.concat([...rest, last]) : last;
      rest = [];
      restBytes = 0;
      start = end + 1;
      yield* group.add(whole, line);
      line += 1;
      if (slices.isOver) await slices.next();
    }
    if (start < piece.length) {
      rest.push(Buffer.from(piece.subarray(start)));
      restBytes += piece.length - start;
    }
    if (restBytes > MAX_LINE_BYTES) throw new Problem(413, `Line ${line} is longer than ${MAX_LINE_BYTES} bytes.`);
    share.resize(restBytes + group.bytes);
  }
  if (restBytes > 0) yield* group.add(Buffer.concat(rest), line);
  yield* group.end();
}

class Group {
  private type = '';
  private first = 1;
  private lines: Buffer[] = [];
  bytes = 0;
  private blankLines = 0;

  *add(line: Buffer, number: number): Generator<LineGroup> {
    if (isBlank(line)) {
      this.blankLines += 1;
      if (this.blankLines > MAX_BLANK_LINES) {
        throw new Problem(422, lineError(number, `there are more than ${MAX_BLANK_LINES} blank lines before it.`));
      }
      // The numbers of a group's lines follow one another.
      yield* this.end();
      return;
    }
    const type = TYPE.exec(line.toString('utf8', 0, TYPE_BYTES))?.[1];
    if (type === undefined) {
      throw new Problem(422, lineError(number, 'it must begin with { "type": "…". Is this an export of Boardcast?'));
    }
    if (type !== this.type || this.bytes >= GROUP_BYTES || this.lines.length >= GROUP_LINES) yield* this.end();
    if (this.lines.length === 0) {
      this.type = type;
      this.first = number;
    }
    this.lines.push(line);
    this.bytes += line.length;
  }

  *end(): Generator<LineGroup> {
    if (this.lines.length === 0) return;
    const bytes = new Uint8Array(this.bytes + this.lines.length);
    let offset = 0;
    for (const line of this.lines) {
      bytes.set(line, offset);
      offset += line.length + 1;
      bytes[offset - 1] = NEWLINE;
    }
    const { type, first } = this;
    this.lines = [];
    this.bytes = 0;
    yield { type, first, bytes };
  }
}

/** Lines of many blanks are none, as they are no line of an export either: what there is to say of them is said of their type. */
function isBlank(line: Buffer): boolean {
  return line.length <= TYPE_BYTES && line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
