import { isUtf8 } from 'node:buffer';
import protobuf from 'protobufjs/minimal.js';
import { JobError } from '../common/errors/job-error.js';

/** Protobufjs's reader, by hand instead of by reflection: nothing is made of what is only looked at once, or repeated to death. */
export type Reader = protobuf.Reader;

/** Wire types: the low bits of a tag. */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;

/** A field's number and wire type in one, as they come. */
export function tagOf(field: number, wireType: number): number {
  return field * 8 + wireType;
}

/**
 * Reads a body as a message.
 * @param name of the message, for the words.
 * @throws JobError 400 if it is not one.
 */
export function readMessage(body: Uint8Array, name: string, read: (reader: Reader, end: number) => void): void {
  try {
    const reader = protobuf.Reader.create(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    read(reader, reader.len);
  } catch (error) {
    if (error instanceof JobError) throw error;
    throw new JobError(400, `The body is not a protobuf ${name}, or it is cut off: nothing was stored.`);
  }
}

/** The end of the message whose length comes next. */
export function readEnd(reader: Reader): number {
  const length = reader.size();
  return reader.pos + length;
}

/**
 * Reads the fields up to `end`.
 * @param field reads the field of the tag and says so, or leaves it to be skipped.
 */
export function eachField(reader: Reader, end: number, field: (tag: number) => boolean): void {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (!field(tag)) reader.skipType(tag & 7, 0, tag >>> 3);
  }
  if (reader.pos !== end) throw new RangeError('A field goes on beyond the end of its message.');
}

/** Reads every message of one field, and skips the others. */
export function eachMessage(reader: Reader, end: number, field: number, read: (end: number) => void): void {
  const wanted = tagOf(field, BYTES);
  eachField(reader, end, (tag) => {
    if (tag !== wanted) return false;
    read(readEnd(reader));
    return true;
  });
}

/** Does the same again from here: protobuf lets fields come in any order, and some tell about others. */
export function readTwice(reader: Reader, first: () => void, second: () => void): void {
  const start = reader.pos;
  first();
  reader.pos = start;
  second();
}

/** What a decoder puts for bytes that are no character. */
const REPLACEMENT = '\ufffd';

/** Half a character, which no name, label or tag can have. */
const BROKEN = '\ud800';

/**
 * A string. One that is not UTF-8 becomes one that is broken Unicode, which cannot be stored where it distinguishes things:
 * with characters replaced, different names would be the same.
 */
export function readText(reader: Reader): string {
  const start = reader.pos;
  const text = reader.string();
  if (!text.includes(REPLACEMENT)) return text;
  reader.pos = start;
  return isUtf8(reader.bytes()) ? text : text + BROKEN;
}

/** Whether a double comes that is Prometheus's stale marker, the NaN 0x7ff0000000000002, whose bits a number does not keep for sure. */
export function isStaleMarker({ buf, pos }: Reader): boolean {
  return (
    buf[pos] === 2 &&
    buf[pos + 7] === 0x7f &&
    buf[pos + 6] === 0xf0 &&
    buf.subarray(pos + 1, pos + 6).every((byte) => byte === 0)
  );
}

/** A 64-bit integer as a number: beyond 2^53 only about. */
export function readFixed64(reader: Reader): number {
  return reader.fixed32() + reader.fixed32() * 4_294_967_296;
}

export function readSfixed64(reader: Reader): number {
  return reader.fixed32() + reader.sfixed32() * 4_294_967_296;
}

export function readInt64(reader: Reader): number {
  return Number(reader.int64());
}

/** A 64-bit integer, exactly: as a text where no number is it. */
export function readExactInt64(reader: Reader): number | string {
  const { high, low } = reader.int64();
  const integer = (BigInt(high) << 32n) | BigInt(low >>> 0);
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer.toString();
}

export function readUint64(reader: Reader): number {
  // Most are small, and a Long is made of each.
  const byte = reader.pos < reader.len ? (reader.buf[reader.pos] as number) : NaN;
  if (!(byte < 128)) return Number(reader.uint64());
  reader.pos += 1;
  return byte;
}

/**
 * Appends the numbers of a repeated field, packed or not.
 * @param max one more than these is kept, which tells that there were too many.
 */
export function readRepeated(reader: Reader, tag: number, into: number[], max: number, read: () => number): void {
  if ((tag & 7) !== BYTES) {
    const value = read();
    if (into.length <= max) into.push(value);
    return;
  }
  const end = readEnd(reader);
  while (reader.pos < end && into.length <= max) into.push(read());
  if (reader.pos > end) throw new RangeError('A number goes on beyond the end of its field.');
  reader.pos = end;
}
