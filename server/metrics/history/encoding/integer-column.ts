import { ByteReader, ByteWriter } from './bytes.js';
import { packBits, packedLength, unpackBits, blockWidths } from './bit-packing.js';
import { pack, packUncompressed, unpack } from './pack.js';

/** The largest integer. Differences of such integers are exact, and they fit a varint with their sign. */
export const MAX_INTEGER = 2 ** 50;

/** If the numbers or their differences are constant, only the first ones are written. So regular times take a few bytes. */
const CONSTANT_FLAG = 1;
/** The numbers are packed as bits; without this flag they are varints. */
const BITS_FLAG = 2;
/** The head contains the order multiplied by this factor. */
const ORDER_FACTOR = 4;

/** 0: the numbers, 1: their differences, 2: the differences of the differences, which are zero for linear growth. */
const ORDERS = [0, 1, 2] as const;

/**
 * Encodes integers up to `MAX_INTEGER`: the numbers, their differences or the differences of these, whichever are smallest.
 * They are written as varints, which compress well if numbers repeat, or as bits, which are shorter if they do not.
 */
export function encodeIntegers(values: ArrayLike<number>): Uint8Array {
  const candidates = measureOrders(values);
  const order = candidates.reduce((best, { bytes }, next) => (bytes < (candidates[best]?.bytes ?? 0) ? next : best), 0);
  const { bytes, constant } = candidates[order] as Candidate;
  const numbers = differences(values, order, constant ? order + 1 : values.length);
  const writer = new ByteWriter(bytes + 8);
  for (const number of numbers) writer.writeVarint(number);
  const varints = pack(order * ORDER_FACTOR + (constant ? CONSTANT_FLAG : 0), writer.finish());
  const widths = blockWidths(numbers);
  return constant || packedLength(numbers.length, widths) + 1 >= varints.length
    ? varints
    : packUncompressed(order * ORDER_FACTOR + BITS_FLAG, packBits(numbers, widths));
}

/** Returns the first `count` differences of an order, zigzag-encoded: the sign is the lowest bit. */
function differences(values: ArrayLike<number>, order: number, count: number): Float64Array {
  const numbers = new Float64Array(Math.min(count, values.length));
  let previous = 0;
  let step = 0;
  for (let index = 0; index < numbers.length; index += 1) {
    const value = values[index] as number;
    const difference = value - previous;
    numbers[index] = zigzag(order === 0 ? value : order === 1 ? difference : difference - step);
    previous = value;
    step = difference;
  }
  return numbers;
}

interface Candidate {
  readonly bytes: number;
  /** Whether all numbers are equal, except for the initial ones of the order. */
  readonly constant: boolean;
}

/** Measures the encoded size of each order. */
function measureOrders(values: ArrayLike<number>): Candidate[] {
  const bytes = [0, 0, 0] as [number, number, number];
  const constant = [true, true, true] as [boolean, boolean, boolean];
  const before = [0, 0, 0] as [number, number, number];
  let previous = 0;
  let step = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    const difference = value - previous;
    const change = difference - step;
    bytes[0] += varintLength(value);
    bytes[1] += varintLength(difference);
    bytes[2] += varintLength(change);
    constant[0] &&= index < 1 || value === before[0];
    constant[1] &&= index < 2 || difference === before[1];
    constant[2] &&= index < 3 || change === before[2];
    before[0] = value;
    before[1] = difference;
    before[2] = change;
    previous = value;
    step = difference;
  }
  return ORDERS.map((order) => ({ bytes: constant[order] ? order : bytes[order], constant: constant[order] }));
}

/** The length of a number's varint, in bytes. */
function varintLength(value: number): number {
  const size = Math.abs(value);
  if (size < 64) return 1;
  if (size < 8_192) return 2;
  return size < 1_048_576 ? 3 : 1 + Math.floor(Math.log2(2 * size + 1) / 7);
}

/** @param count how many numbers were encoded */
export function decodeIntegers(bytes: Uint8Array, count: number): Float64Array {
  const { head, body } = unpack(bytes);
  const order = Math.floor(head / ORDER_FACTOR);
  const values = (head & BITS_FLAG) === 0 ? readVarints(body, count, head, order) : unpackBits(body, count);
  let step = 0;
  let value = 0;
  for (let index = 0; index < count; index += 1) {
    const number = unzigzag(values[index] as number);
    if (order === 0) values[index] = number;
    else {
      step = order === 1 ? number : step + number;
      value += step;
      values[index] = value;
    }
  }
  return values;
}

function readVarints(body: Uint8Array, count: number, head: number, order: number): Float64Array {
  const reader = new ByteReader(body);
  const values = new Float64Array(count);
  const written = (head & CONSTANT_FLAG) === 0 ? count : Math.min(count, order + 1);
  for (let index = 0; index < written; index += 1) values[index] = reader.readVarint();
  if (written < count) values.fill(values[written - 1] as number, written);
  return values;
}

function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

function unzigzag(value: number): number {
  // Most numbers are small, and 32-bit operators are many times faster.
  if (value < 2 ** 31) return (value >>> 1) ^ -(value & 1);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
