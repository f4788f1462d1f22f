import { decodeIntegers, encodeIntegers, MAX_INTEGER } from './integer-column.js';
import { pack, unpack } from './pack.js';

/** Numbers with more decimals are rare, and floats take no more space for them. */
const MAX_DECIMALS = 10;

/** Replaces the number of decimals if floats follow. */
const FLOATS_HEAD = 127;

/** Powers of ten, which are exact. `**` would be slow. */
const SCALES = Array.from({ length: MAX_DECIMALS + 1 }, (_, decimals) => 10 ** decimals);

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/**
 * Encodes finite numbers without loss: as integer multiples of 10^-decimals if one power fits all of them, else as floats.
 * Floats are XORed with their predecessors and shuffled: the first bytes of all, then the second bytes of all, and so on.
 */
export function encodeNumbers(values: Float64Array): Uint8Array {
  const decimals = countDecimals(values);
  if (decimals === undefined) return pack(FLOATS_HEAD, shuffle(values));
  const scale = SCALES[decimals] as number;
  const column = encodeIntegers(values.map((value) => Math.round(value * scale)));
  const bytes = new Uint8Array(column.length + 1);
  bytes[0] = decimals * 2;
  bytes.set(column, 1);
  return bytes;
}

/** @param count how many numbers were encoded */
export function decodeNumbers(bytes: Uint8Array, count: number): Float64Array {
  const { head, body } = unpack(bytes);
  if (head === FLOATS_HEAD) return unshuffle(body, count);
  const values = decodeIntegers(body, count);
  if (head === 0) return values;
  const scale = SCALES[head] as number;
  for (let index = 0; index < count; index += 1) values[index] = (values[index] as number) / scale;
  return values;
}

/** Returns the smallest number of decimals that represents all numbers exactly; undefined if there is none. */
export function countDecimals(values: Float64Array | readonly number[]): number | undefined {
  let decimals = 0;
  let scale = 1;
  for (const value of values) {
    while (!isExact(value, scale)) {
      if (++decimals > MAX_DECIMALS) return undefined;
      scale = SCALES[decimals] as number;
    }
  }
  // A number that is exact with fewer decimals may not be with more, because multiplication rounds.
  if (decimals > 0) {
    for (const value of values) {
      if (!isExact(value, scale)) return undefined;
    }
  }
  return decimals;
}

function isExact(value: number, scale: number): boolean {
  const whole = Math.round(value * scale);
  return Math.abs(whole) <= MAX_INTEGER && whole / scale === value && !Object.is(value, -0);
}

function shuffle(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const count = values.length;
  const planes = new Uint8Array(bytes.length);
  for (let plane = 0; plane < BYTES; plane += 1) {
    let previous = 0;
    for (let index = 0; index < count; index += 1) {
      const byte = bytes[index * BYTES + plane] as number;
      planes[plane * count + index] = byte ^ previous;
      previous = byte;
    }
  }
  return planes;
}

function unshuffle(planes: Uint8Array, count: number): Float64Array {
  const values = new Float64Array(count);
  const bytes = new Uint8Array(values.buffer);
  for (let plane = 0; plane < BYTES; plane += 1) {
    let previous = 0;
    for (let index = 0; index < count; index += 1) {
      previous ^= planes[plane * count + index] as number;
      bytes[index * BYTES + plane] = previous;
    }
  }
  return values;
}
