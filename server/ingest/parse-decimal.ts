/** Longer texts are not accepted as numbers. */
const MAX_LENGTH = 400;

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Parses a number as programs write it (`-1.5e3`). Returns an infinite number beyond the range of a double, and undefined for other text. */
export function parseDecimal(text: string): number | undefined {
  return text.length <= MAX_LENGTH && DECIMAL.test(text) ? Number(text) : undefined;
}
