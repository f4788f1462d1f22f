/** Numbers that share a width: one that is large makes few others wide. */
const BLOCK = 32;

/** Bits that are added at a time, so that what is not written yet stays a small integer. */
const CHUNK_BITS = 16;

/** Bytes that `packBits` makes of numbers. @param widths of the blocks */
export function packedLength(count: number, widths: readonly number[]): number {
  let bits = 0;
  for (const [block, width] of widths.entries()) bits += width * Math.min(BLOCK, count - block * BLOCK);
  return widths.length + Math.ceil(bits / 8);
}

/** How many bits the widest number of each block takes. */
export function widthsOf(numbers: Float64Array): number[] {
  const widths: number[] = [];
  for (let first = 0; first < numbers.length; first += BLOCK) {
    let widest = 0;
    for (const number of numbers.subarray(first, first + BLOCK)) if (number > widest) widest = number;
    widths.push(widest === 0 ? 0 : bitsOf(widest));
  }
  return widths;
}

/** Whole numbers from 0 up to 2^53: the widths of the blocks, a byte each, then their bits, the lowest first. */
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

function bitsOf(number: number): number {
  return number < 2 ** 31 ? 32 - Math.clz32(number) : 32 - Math.clz32(Math.floor(number / 2 ** 31)) + 31;
}
