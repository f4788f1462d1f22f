/** Arithmetic on numbers as they are written: binary arithmetic would take 1.005 for less than it says. */

/** From so many digits on that are only there because 0.1 + 0.2 is 0.30000000000000004, they are noise. */
const NOISE_DIGITS = 2;

/** The power of ten of the first digit: 2 of 100, -3 of 0.0042, 0 of 0. */
export function exponentOf(size: number): number {
  return Number(size.toExponential().split('e')[1]);
}

/** How many digits a number has after the point: 2 of 19.99, 8 of 1e-8. */
export function fractionDigitsOf(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

/** The number that was meant where the last digits of a double say otherwise: 0.3 for 0.1 + 0.2. */
export function withoutNoise(value: number): number {
  if (Number.isInteger(value)) return value;
  const rounded = Number(value.toPrecision(15));
  return String(rounded).length + NOISE_DIGITS <= String(value).length ? rounded : value;
}

/** Rounds to `places` digits after the point (before it where they are negative): halves up, or always down. */
export function roundTo(size: number, places: number, down = false): number {
  const shifted = shift(size, places);
  // Beyond all numbers: of so many places nothing is rounded.
  if (!Number.isFinite(shifted)) return size;
  return shift(down ? Math.floor(shifted) : Math.round(shifted), -places);
}

/** Moves the point to the right, exactly. */
export function shift(value: number, places: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}
