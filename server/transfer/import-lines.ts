import { lineError } from './ndjson.js';
import type { BodyShare } from '../http/bodies/body-memory-budget.js';
import { Problem } from '../common/errors/problem.js';
import { TimeSlices } from '../common/time/time-slices.js';

/** The type of the last line of an export, which has no other members. */
export const END = 'end';

/** Consecutive lines of one type, with the number of the first. */
export interface LineGroup {
  readonly type: string;
  readonly first: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The limits of a group. Larger groups would only use more memory. */
const GROUP_BYTES = 1024 * 1024;
const GROUP_LINES = 1_000;

/** No export has a longer line. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;

/** Exports have no blank lines, and editors add few. */
const MAX_BLANK_LINES = 10_000;

const NEWLINE = 0x0a;
/** `\s` also matches a byte order mark, which some editors add before the first line. */
const TYPE = /^\s*\{\s*"type"\s*:\s*"([a-z]{1,32})"/i;
const TYPE_BYTES = 128;
const END_LINE = /^\s*\{\s*"type"\s*:\s*"end"\s*\}\s*$/;

/**
 * Combines chunks of any size to groups of whole lines. Blank lines are skipped.
 * @param share updated with the number of buffered bytes
 * @throws Problem 422 for a line that does not begin with its type and for too many blank lines, 413 for a line that is too long, 503
 *   if there is no memory for it
 */
export async function* groupLines(
  chunks: AsyncIterable<Uint8Array>,
  share: Pick<BodyShare, 'resize'>,
): AsyncGenerator<LineGroup> {
  const group = new Group();
  const slices = new TimeSlices();
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const last = Buffer.from(chunk.buffer, chunk.byteOffset + start, end - start);
      const whole = rest.length > 0 ? Buffer.concat([...rest, last]) : last;
      rest = [];
      restBytes = 0;
      start = end + 1;
      yield* group.add(whole, line);
      line += 1;
      if (slices.isOver) await slices.next();
    }
    if (start < chunk.length) {
      rest.push(Buffer.from(chunk.subarray(start)));
      restBytes += chunk.length - start;
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
      // The lines of a group must have consecutive numbers.
      yield* this.end();
      return;
    }
    const type = typeOf(line);
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

/**
 * Returns the type of a line. Earlier versions also wrote `end` in lines that say when a series ended. These lines have other members,
 * and are not the last line of the file.
 */
function typeOf(line: Buffer): string | undefined {
  const start = line.toString('utf8', 0, TYPE_BYTES);
  const type = TYPE.exec(start)?.[1];
  return type === END && !END_LINE.test(start) ? 'seriesEnd' : type;
}

/** Whether a line is blank. A long line of spaces is not, so that it is rejected. */
function isBlank(line: Buffer): boolean {
  return line.length <= TYPE_BYTES && line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
