/** Decimal arithmetic, because in binary arithmetic 1.005 is less than 1.005. */

/** The number of last digits that may be rounding errors, as in 0.1 + 0.2 = 0.30000000000000004. */
const NOISE_DIGITS = 2;

/** The power of ten of the first digit: 2 for 100, -3 for 0.0042, 0 for 0. */
export function exponentOf(size: number): number {
  return Number(size.toExponential().split('e')[1]);
}

/** The number of fraction digits: 2 for 19.99, 8 for 1e-8. */
export function fractionDigitsOf(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

/** The number without rounding errors in its last digits: 0.3 for 0.1 + 0.2. */
export function withoutNoise(value: number): number {
  if (Number.isInteger(value)) return value;
  const rounded = Number(value.toPrecision(15));
  return String(rounded).length + NOISE_DIGITS <= String(value).length ? rounded : value;
}

/**
 * Rounds to `places` fraction digits, or to tens, hundreds … if `places` is negative. Rounds half up, or always down.
 */
export function roundTo(size: number, places: number, down = false): number {
  const shifted = shift(size, places);
  // The shifted number is infinite: there are no digits to round.
  if (!Number.isFinite(shifted)) return size;
  return shift(down ? Math.floor(shifted) : Math.round(shifted), -places);
}

/** Multiplies by a power of ten, without rounding errors. */
export function shift(value: number, places: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}
