import { lineWords } from '../base/ndjson.js';
import { Problem } from '../base/problem.js';

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

const NEWLINE = 0x0a;
/** Some editors put a byte order mark before the first line: for an expression, and for decoders, it is white space. */
const TYPE = /^\s*\{\s*"type"\s*:\s*"([a-z]{1,32})"/i;
const TYPE_BYTES = 128;

/**
 * Puts what comes in pieces of any size together to groups of whole lines. Blank lines are left out.
 * @throws Problem 422 for a line that does not say its type first, 413 for one that is too long.
 */
export async function* groupLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<LineGroup> {
  const group = new Group();
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 1;
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      const bytes = Buffer.concat([...rest, piece.subarray(start, end)]);
      rest = [];
      restBytes = 0;
      start = end + 1;
      yield* group.add(bytes, line);
      line += 1;
    }
    if (start < piece.length) {
      rest.push(Buffer.from(piece.subarray(start)));
      restBytes += piece.length - start;
    }
    if (restBytes > MAX_LINE_BYTES) throw new Problem(413, `Line ${line} is longer than ${MAX_LINE_BYTES} bytes.`);
  }
  if (restBytes > 0) yield* group.add(Buffer.concat(rest), line);
  yield* group.end();
}

class Group {
  private type = '';
  private first = 1;
  private lines: Buffer[] = [];
  private bytes = 0;

  *add(line: Buffer, number: number): Generator<LineGroup> {
    if (line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)) {
      // The numbers of a group's lines follow one another.
      yield* this.end();
      return;
    }
    const type = TYPE.exec(line.toString('utf8', 0, TYPE_BYTES))?.[1];
    if (type === undefined) {
      throw new Problem(422, lineWords(number, 'it must begin with { "type": "…". Is this an export of Boardcast?'));
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
