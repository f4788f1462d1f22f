import { isUtf8 } from 'node:buffer';
import protobuf from 'protobufjs/minimal.js';
import { JobError } from '../common/errors/job-error.js';

/** The low-level reader of protobufjs. Messages are read field by field, so that no objects are created for them and memory stays bounded. */
export type Reader = protobuf.Reader;

/** Wire types, the low bits of a tag. */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;

/** Returns the tag of a field: its number and wire type. */
export function tagOf(field: number, wireType: number): number {
  return field * 8 + wireType;
}

/**
 * Reads a body as a message.
 * @param name of the message, for error messages
 * @throws JobError 400 if the body is not such a message
 */
export function readMessage(body: Uint8Array, name: string, read: (reader: Reader, end: number) => void): void {
  try {
    const reader = protobuf.Reader.create(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    read(reader, reader.len);
  } catch (error) {
    if (error instanceof JobError) throw error;
    throw new JobError(400, `The body is not a protobuf ${name}, or it is truncated. Nothing was stored.`);
  }
}

/** Reads the length of the next message, and returns the position of its end. */
export function readEnd(reader: Reader): number {
  const length = reader.size();
  return reader.pos + length;
}

/**
 * Reads the fields up to `end`.
 * @param field reads the field and returns true, or returns false to skip it
 */
export function eachField(reader: Reader, end: number, field: (tag: number) => boolean): void {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (!field(tag)) reader.skipType(tag & 7, 0, tag >>> 3);
  }
  if (reader.pos !== end) throw new RangeError('A field extends beyond the end of its message.');
}

/** Reads each message of one field, and skips other fields. */
export function eachMessage(reader: Reader, end: number, field: number, read: (end: number) => void): void {
  const wanted = tagOf(field, BYTES);
  eachField(reader, end, (tag) => {
    if (tag !== wanted) return false;
    read(readEnd(reader));
    return true;
  });
}

/** Reads the same bytes twice. Protobuf fields may have any order, and some are needed to read others. */
export function readTwice(reader: Reader, first: () => void, second: () => void): void {
  const start = reader.pos;
  first();
  reader.pos = start;
  second();
}

/** The character that a decoder substitutes for invalid bytes. */
const REPLACEMENT = '\ufffd';

/** A lone surrogate, which is not allowed in names, labels and tags. */
const BROKEN = '\ud800';

/**
 * Reads a string. If it is not valid UTF-8, the result is invalid Unicode, which is rejected in names and tags. With replacement
 * characters alone, different names could become equal.
 */
export function readText(reader: Reader): string {
  const start = reader.pos;
  const text = reader.string();
  if (!text.includes(REPLACEMENT)) return text;
  reader.pos = start;
  return isUtf8(reader.bytes()) ? text : text + BROKEN;
}

/** Whether the next double is Prometheus's stale marker, the NaN 0x7ff0000000000002. JavaScript numbers do not preserve the bits of a NaN. */
export function isStaleMarker({ buf, pos }: Reader): boolean {
  return (
    buf[pos] === 2 &&
    buf[pos + 7] === 0x7f &&
    buf[pos + 6] === 0xf0 &&
    buf.subarray(pos + 1, pos + 6).every((byte) => byte === 0)
  );
}

/** Reads a 64-bit integer as a number, which is not exact beyond 2^53. */
export function readFixed64(reader: Reader): number {
  return reader.fixed32() + reader.fixed32() * 4_294_967_296;
}

export function readSfixed64(reader: Reader): number {
  return reader.fixed32() + reader.sfixed32() * 4_294_967_296;
}

export function readInt64(reader: Reader): number {
  return Number(reader.int64());
}

/** Reads a 64-bit integer exactly. The result is a string if a number would not be exact. */
export function readExactInt64(reader: Reader): number | string {
  const { high, low } = reader.int64();
  const integer = (BigInt(high) << 32n) | BigInt(low >>> 0);
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer.toString();
}

export function readUint64(reader: Reader): number {
  // Most values are small. Reading them directly avoids creating a Long.
  const byte = reader.pos < reader.len ? (reader.buf[reader.pos] as number) : NaN;
  if (!(byte < 128)) return Number(reader.uint64());
  reader.pos += 1;
  return byte;
}

/**
 * Appends the numbers of a repeated field, packed or not.
 * @param max maximum number; one more is kept as a sign that there were too many
 */
export function readRepeated(reader: Reader, tag: number, into: number[], max: number, read: () => number): void {
  if ((tag & 7) !== BYTES) {
    const value = read();
    if (into.length <= max) into.push(value);
    return;
  }
  const end = readEnd(reader);
  while (reader.pos < end && into.length <= max) into.push(read());
  if (reader.pos > end) throw new RangeError('A number extends beyond the end of its field.');
  reader.pos = end;
}
