import protobuf from 'protobufjs/minimal.js';
import { JobError } from '../../database/job.js';

/** Protobufjs's reader, by hand instead of by reflection: no objects are made for what is only looked at once. */
export type Reader = protobuf.Reader;

/** Tags of the fields, as they come: number and wire type in one. */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;

export function tagOf(field: number, wireType: number): number {
  return field * 8 + wireType;
}

/**
 * Reads a body as a message, or as one after another.
 * @param name of the message, for the words.
 * @throws JobError 400 if it is not one.
 */
export function readBody(body: Uint8Array, name: string, read: (reader: Reader) => void): void {
  try {
    read(protobuf.Reader.create(body));
  } catch (error) {
    if (error instanceof JobError) throw error;
    throw new JobError(400, `The body is not a protobuf ${name}, or it is cut off. Nothing was stored.`);
  }
}

/** The end of the message whose length comes next. */
export function enter(reader: Reader): number {
  const length = reader.size();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('A message goes on beyond the end.');
  return end;
}

/**
 * Reads the fields up to `end`.
 * @param field reads the field of the tag, if it knows it; else it is skipped.
 */
export function eachField(reader: Reader, end: number, field: (tag: number) => boolean): void {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (!field(tag)) reader.skipType(tag & 7, 0, tag >>> 3);
  }
  if (reader.pos !== end) throw new RangeError('A field goes on beyond the end of its message.');
}

/** A 64-bit integer as a number; beyond 2^53 only about. */
export function readInt64(reader: Reader): number {
  return Number(reader.int64());
}

/** Another one, without a sign. */
export function readUint64(reader: Reader): number {
  return Number(reader.uint64());
}
