import { ByteReader, ByteWriter } from './bytes.js';
import { decodeIntegers, encodeIntegers } from './integer-column.js';
import { decodeNumbers, encodeNumbers } from './number-column.js';
import type { Points } from '../points.js';

/** The version of the format. */
const FORMAT = 1;

/** The possible units of the times, relative to the first one. The largest unit that loses nothing is used. */
const TIME_UNITS_US = [1_000_000, 1_000, 1] as const;

/** Encodes at least one point as the bytes of a chunk, without loss. */
export function encodePoints({ atUs, value }: Points): Uint8Array {
  const firstUs = atUs[0] as number;
  const unit = TIME_UNITS_US.findIndex((unitUs) => atUs.every((timeUs) => (timeUs - firstUs) % unitUs === 0));
  const unitUs = TIME_UNITS_US[unit] as number;
  const writer = new ByteWriter(atUs.length * 4 + 32);
  writer.writeByte(FORMAT);
  writer.writeVarint(atUs.length);
  writer.writeVarint(firstUs);
  writer.writeByte(unit);
  writer.writeBlock(encodeIntegers(atUs.map((timeUs) => (timeUs - firstUs) / unitUs)));
  writer.writeBlock(encodeNumbers(value));
  return writer.finish();
}

/** @throws Error if a later version wrote the chunk, or if it is damaged */
export function decodePoints(bytes: Uint8Array): Points {
  const reader = new ByteReader(bytes);
  const format = reader.readByte();
  if (format !== FORMAT) throw new Error(`A chunk of points has the format ${format}, which this version cannot read.`);
  const count = reader.readVarint();
  const firstUs = reader.readVarint();
  const unitUs = TIME_UNITS_US[reader.readByte()];
  if (unitUs === undefined) throw new Error('A chunk of points is damaged.');
  const atUs = decodeIntegers(reader.readBlock(), count);
  for (let index = 0; index < count; index += 1) atUs[index] = firstUs + (atUs[index] as number) * unitUs;
  return { atUs, value: decodeNumbers(reader.readBlock(), count) };
}
