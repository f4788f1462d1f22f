import { ByteReader, ByteWriter } from './bytes.js';
import { decodeIntegers, encodeIntegers } from './integer-column.js';
import { decodeNumbers, encodeNumbers } from './number-column.js';
import type { Points } from '../points.js';

/** Of the bytes as they are written now; others may come. */
const FORMAT = 1;

/** Microseconds that times are whole multiples of, seen from the first: what reports every 10 s needs no finer ones. */
const UNITS = [1_000_000, 1_000, 1] as const;

/** Points as a chunk's bytes; nothing is lost. @param points at least one */
export function encodePoints({ at, value }: Points): Uint8Array {
  const first = at[0] as number;
  const unit = UNITS.findIndex((micros) => at.every((time) => (time - first) % micros === 0));
  const micros = UNITS[unit] as number;
  const writer = new ByteWriter(at.length * 4 + 32);
  writer.byte(FORMAT);
  writer.varint(at.length);
  writer.varint(first);
  writer.byte(unit);
  writer.block(encodeIntegers(at.map((time) => (time - first) / micros)));
  writer.block(encodeNumbers(value));
  return writer.finish();
}

/** @throws Error if a later version wrote it, or if it is damaged */
export function decodePoints(bytes: Uint8Array): Points {
  const reader = new ByteReader(bytes);
  const format = reader.byte();
  if (format !== FORMAT) throw new Error(`A chunk of points has the format ${format}, which this version cannot read.`);
  const count = reader.varint();
  const first = reader.varint();
  const micros = UNITS[reader.byte()];
  if (micros === undefined) throw new Error('A chunk of points is damaged.');
  const at = decodeIntegers(reader.block(), count);
  for (let index = 0; index < count; index += 1) at[index] = first + (at[index] as number) * micros;
  return { at, value: decodeNumbers(reader.block(), count) };
}
