/** How many numbers share a width, so that a large number affects only a few others. */
const BLOCK = 32;

/** How many bits are added at a time, so that the pending bits are always a small integer. */
const CHUNK_BITS = 16;

/** Returns the number of bytes that `packBits` writes. */
export function packedLength(count: number, widths: readonly number[]): number {
  let bits = 0;
  for (const [block, width] of widths.entries()) bits += width * Math.min(BLOCK, count - block * BLOCK);
  return widths.length + Math.ceil(bits / 8);
}

/** Returns the number of bits that the largest number of each block needs. */
export function blockWidths(numbers: Float64Array): number[] {
  const widths: number[] = [];
  for (let first = 0; first < numbers.length; first += BLOCK) {
    let largest = 0;
    for (const number of numbers.subarray(first, first + BLOCK)) if (number > largest) largest = number;
    widths.push(largest === 0 ? 0 : bitLength(largest));
  }
  return widths;
}

/** Packs integers from 0 to 2^53: the widths of the blocks, one byte each, then the bits, the lowest first. */
export function packBits(numbers: Float64Array, widths: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(packedLength(numbers.length, widths));
  bytes.set(widths);
  let position = widths.length;
  let pending = 0;
  let bits = 0;
  for (const [index, number] of numbers.entries()) {
    let rest = number;
    for (let width = widths[(index / BLOCK) | 0] as number; width > 0; width -= CHUNK_BITS) {
      const size = Math.min(CHUNK_BITS, width);
      const unit = 1 << size;
      const upper = Math.floor(rest / unit);
      pending |= (rest - upper * unit) << bits;
      rest = upper;
      for (bits += size; bits >= 8; bits -= 8) {
        bytes[position++] = pending & 255;
        pending >>>= 8;
      }
    }
  }
  if (bits > 0) bytes[position] = pending;
  return bytes;
}

/** Undoes `packBits`. */
export function unpackBits(bytes: Uint8Array, count: number): Float64Array {
  const numbers = new Float64Array(count);
  let position = Math.ceil(count / BLOCK);
  let pending = 0;
  let bits = 0;
  for (let index = 0; index < count; index += 1) {
    let number = 0;
    let unit = 1;
    for (let width = bytes[(index / BLOCK) | 0] as number; width > 0; width -= CHUNK_BITS) {
      const size = Math.min(CHUNK_BITS, width);
      for (; bits < size; bits += 8) pending |= (bytes[position++] ?? 0) << bits;
      number += (pending & ((1 << size) - 1)) * unit;
      pending >>>= size;
      bits -= size;
      unit *= 65_536;
    }
    numbers[index] = number;
  }
  return numbers;
}

function bitLength(number: number): number {
  return number < 2 ** 31 ? 32 - Math.clz32(number) : 32 - Math.clz32(Math.floor(number / 2 ** 31)) + 31;
}
