/** Longer ones are no numbers. */
const MAX_LENGTH = 400;

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number as programs write it (`-1.5e3`), infinite where a double cannot hold it; undefined if it is none. */
export function parseDecimal(text: string): number | undefined {
  return text.length <= MAX_LENGTH && DECIMAL.test(text) ? Number(text) : undefined;
}
