import { JobError } from '../../../common/errors/job-error.js';

const LITERAL = 0;
const COPY_1 = 1;
const COPY_2 = 2;

/** Longer literals have their length in 1-4 bytes after the tag. */
const SHORT_LITERAL = 60;

/**
 * Decompresses a body in snappy's block format, https://github.com/google/snappy/blob/main/format_description.txt. The library
 * snappyjs 0.7 is not used, because it does not validate its input: a literal of negative length makes it loop forever.
 *
 * @throws JobError 400 if the body is invalid, 413 if its decompressed size is larger than `maxBytes`
 */
export function decompressSnappy(body: Uint8Array, maxBytes: number): Uint8Array {
  const { length, start } = readLength(body);
  if (length > maxBytes) {
    throw new JobError(413, `The body inflates to ${length} bytes, more than ${maxBytes}. Send smaller requests.`);
  }
  // Three bytes decompress to at most 64, so a larger size is wrong, and no memory is allocated for it.
  if (length > body.length * 22) throw notSnappy();
  const content = new Uint8Array(length);
  inflate(body, start, content);
  return content;
}

function readLength(body: Uint8Array): { length: number; start: number } {
  let length = 0;
  for (let start = 0; start < 5 && start < body.length; start += 1) {
    const byte = body[start] as number;
    length += (byte & 0x7f) * 2 ** (7 * start);
    if (byte < 0x80) return { length, start: start + 1 };
  }
  throw notSnappy();
}

function inflate(body: Uint8Array, start: number, content: Uint8Array): void {
  let from = start;
  let to = 0;
  while (from < body.length) {
    const tag = body[from] as number;
    const kind = tag & 3;
    from += 1;
    if (kind === LITERAL) {
      const extra = Math.max(0, (tag >>> 2) - SHORT_LITERAL + 1);
      const length = (extra === 0 ? tag >>> 2 : littleEndian(body, from, extra)) + 1;
      from += extra;
      if (from + length > body.length || to + length > content.length) throw notSnappy();
      content.set(body.subarray(from, from + length), to);
      from += length;
      to += length;
      continue;
    }
    const extra = kind === COPY_1 ? 1 : kind === COPY_2 ? 2 : 4;
    const length = kind === COPY_1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const distance = littleEndian(body, from, extra) + (kind === COPY_1 ? (tag >>> 5) * 256 : 0);
    from += extra;
    if (distance === 0 || distance > to || to + length > content.length) throw notSnappy();
    repeat(content, to, distance, length);
    to += length;
  }
  if (to !== content.length) throw notSnappy();
}

/** Copies from `distance` bytes back. If the length is greater than the distance, the copied bytes repeat. */
function repeat(content: Uint8Array, to: number, distance: number, length: number): void {
  for (let end = to + length; to < end; to += 1) content[to] = content[to - distance] as number;
}

function littleEndian(body: Uint8Array, from: number, bytes: number): number {
  if (from + bytes > body.length) throw notSnappy();
  let value = 0;
  for (let byte = bytes - 1; byte >= 0; byte -= 1) value = value * 256 + (body[from + byte] as number);
  return value;
}

function notSnappy(): JobError {
  return new JobError(400, "The body is not snappy's block format, which remote_write uses, or it is truncated.");
}
