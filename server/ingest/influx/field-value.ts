import { parseDecimal } from '../parse-decimal.js';

const INTEGER = /^[+-]?\d+i$/;
const UNSIGNED = /^\+?\d+u$/;
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/i;

const [MIN_INTEGER, MAX_INTEGER, MAX_UNSIGNED] = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 64n - 1n];

/** More digits are no integer of 64 bits, and would be slow to read. */
const MAX_DIGITS = 400;

const BOOLEANS: ReadonlyMap<string, number> = new Map([
  ...['t', 'T', 'true', 'True', 'TRUE'].map((text) => [text, 1] as const),
  ...['f', 'F', 'false', 'False', 'FALSE'].map((text) => [text, 0] as const),
]);

/**
 * A field's value as a number: a float, an integer (`1i`), an unsigned one (`1u`) or a boolean; NaN for NaN and infinities, which
 * cannot be stored; undefined if it is none, or beyond its type.
 */
export function parseFieldValue(text: string): number | undefined {
  const float = parseDecimal(text);
  if (float !== undefined) return Number.isFinite(float) ? float : undefined;
  if (INTEGER.test(text)) return parseInteger(text, MIN_INTEGER, MAX_INTEGER);
  if (UNSIGNED.test(text)) return parseInteger(text, 0n, MAX_UNSIGNED);
  return NOT_FINITE.test(text) ? NaN : BOOLEANS.get(text);
}

/** Whether this may be a field's name, as it is written: without a space or a comma that is not escaped. */
export function isFieldName(raw: string): boolean {
  return raw !== '' && !/(?<!\\)[ ,]/.test(raw);
}

function parseInteger(text: string, min: bigint, max: bigint): number | undefined {
  if (text.length > MAX_DIGITS) return undefined;
  const digits = text.slice(text.startsWith('+') ? 1 : 0, -1);
  const number = Number(digits);
  if (Number.isSafeInteger(number)) return number;
  const exact = BigInt(digits);
  return exact < min || exact > max ? undefined : number;
}
