import { parseDecimal } from '../../parse-decimal.js';

const INTEGER = /^[+-]?\d+i$/;
const UNSIGNED = /^\+?\d+u$/;
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/i;

const [MIN_INTEGER, MAX_INTEGER, MAX_UNSIGNED] = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 64n - 1n];

/** Longer texts are not 64-bit integers and would be slow to parse. */
const MAX_DIGITS = 400;

const BOOLEANS: ReadonlyMap<string, number> = new Map([
  ...['t', 'T', 'true', 'True', 'TRUE'].map((text) => [text, 1] as const),
  ...['f', 'F', 'false', 'False', 'FALSE'].map((text) => [text, 0] as const),
]);

/**
 * Parses the value of a field: a float, an integer (`1i`), an unsigned integer (`1u`) or a boolean. Returns NaN for NaN and
 * infinities, which cannot be stored, and undefined for anything else, including numbers outside the range of their type.
 */
export function parseFieldValue(text: string): number | undefined {
  const float = parseDecimal(text);
  if (float !== undefined) return Number.isFinite(float) ? float : undefined;
  if (INTEGER.test(text)) return parseInteger(text, MIN_INTEGER, MAX_INTEGER);
  if (UNSIGNED.test(text)) return parseInteger(text, 0n, MAX_UNSIGNED);
  return NOT_FINITE.test(text) ? NaN : BOOLEANS.get(text);
}

/** Whether the raw text is a valid field name: without unescaped spaces and commas. */
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
