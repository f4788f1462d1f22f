import { decimalOf } from '../decimal.js';

const INTEGER = /^[+-]?\d+i$/;
const UNSIGNED = /^\+?\d+u$/;

const BOOLEANS: ReadonlyMap<string, number> = new Map([
  ...['t', 'T', 'true', 'True', 'TRUE'].map((text) => [text, 1] as const),
  ...['f', 'F', 'false', 'False', 'FALSE'].map((text) => [text, 0] as const),
]);

/** A field's value as a number: a float, an integer (`1i`), an unsigned one (`1u`) or a boolean; undefined if it is none. */
export function fieldNumber(text: string): number | undefined {
  const float = decimalOf(text);
  if (float !== undefined) return finite(float);
  if (INTEGER.test(text) || UNSIGNED.test(text)) return finite(Number(text.slice(0, -1)));
  return BOOLEANS.get(text);
}

/** Whether this may be a field's name, as it is written: without a space or a comma that is not escaped. */
export function isField(raw: string): boolean {
  return raw !== '' && !/(?<!\\)[ ,]/.test(raw);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
