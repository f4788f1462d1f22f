import { ByteReader, ByteWriter } from './bytes.js';
import { packed, unpacked } from './pack.js';

/** Differences of differences: what grows evenly comes down to zeros. */
const MAX_ORDER = 2;

/** Differences of these are exact, and still fit a varint with their sign. */
export const MAX_INTEGER = 2 ** 50;

/** Of numbers, steps or accelerations that never change only the first ones are written: regular times take a few bytes. */
const CONSTANT = 1;

/**
 * Whole numbers up to `MAX_INTEGER` as varints of themselves, of their differences or of the differences of these,
 * whichever are smallest.
 */
export function encodeIntegers(values: ArrayLike<number>): Uint8Array {
  const candidates: Float64Array[] = [Float64Array.from(values)];
  for (let order = 1; order <= MAX_ORDER; order += 1)
    candidates.push(differences(candidates[order - 1] as Float64Array));
  const sizes = candidates.map(sizeOf);
  const order = sizes.indexOf(Math.min(...sizes));
  const chosen = candidates[order] as Float64Array;
  const constant = chosen.every((value, index) => index <= order || value === chosen[order]);
  const head = order * 2 + (constant ? CONSTANT : 0);
  const writer = new ByteWriter(chosen.length * 2 + 16);
  for (const value of constant ? chosen.subarray(0, order + 1) : chosen) writer.varint(zigzag(value));
  return packed(head, writer.finish());
}

/** @param count how many numbers were encoded */
export function decodeIntegers(bytes: Uint8Array, count: number): Float64Array {
  const { head, body } = unpacked(bytes);
  const order = head >> 1;
  const reader = new ByteReader(body);
  const values = new Float64Array(count);
  const written = (head & CONSTANT) === 0 ? count : Math.min(count, order + 1);
  for (let index = 0; index < written; index += 1) values[index] = unzigzag(reader.varint());
  if (written < count) values.fill(values[written - 1] as number, written);
  for (let pass = 0; pass < order; pass += 1) sumUp(values);
  return values;
}

/** Each number less the one before it; the first stays. */
function differences(values: Float64Array): Float64Array<ArrayBuffer> {
  return values.map((value, index) => (index === 0 ? value : value - (values[index - 1] as number)));
}

/** Undoes `differences`, in place. */
function sumUp(values: Float64Array): void {
  for (let index = 1; index < values.length; index += 1) {
    values[index] = (values[index] as number) + (values[index - 1] as number);
  }
}

function sizeOf(values: Float64Array): number {
  let size = 0;
  for (const value of values) {
    const magnitude = Math.abs(value);
    size += magnitude < 64 ? 1 : magnitude < 8_192 ? 2 : 1 + Math.floor(Math.log2(2 * magnitude + 1) / 7);
  }
  return size;
}

function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
