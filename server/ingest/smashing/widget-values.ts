import { Problem } from '../../common/errors/problem.js';
import { MAX_CELL } from '../../tables/input/table-cells.js';
import { cleanText } from '../../common/validation/printable-text.js';

/** The members of an object that a job sent. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * A number as text. An exponent must have a sign, because `12e4567` may be the hash of a commit. Commas are not accepted, because they
 * separate thousands in some countries and decimals in others.
 */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]\d+)?$/;

/** Longer texts are not accepted as numbers. */
const MAX_DIGITS = 400;

/** Returns a finite number, also one that was sent as text, or undefined. */
export function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' ? decimalOf(value.trim()) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function decimalOf(text: string): number | undefined {
  if (text.length > MAX_DIGITS || !DECIMAL.test(text)) return undefined;
  const number = Number(text);
  // An integer with more digits is probably an identifier.
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? undefined : number;
}

/** Parses a number that may have a percent sign. */
export function parseMeasurement(value: unknown): { readonly value: number; readonly unit?: string } | undefined {
  const number = toNumber(value);
  if (number !== undefined) return { value: number };
  const percentage = typeof value === 'string' && /^(.*\S)\s*%\s*$/s.exec(value)?.[1];
  const parts = percentage === false || percentage === undefined ? undefined : toNumber(percentage);
  return parts === undefined ? undefined : { value: parts, unit: 'percent' };
}

/** Returns a cell as text (JSON for other values), or null. */
export function toCell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return cleanText(typeof value === 'string' ? value : jsonOf(value), MAX_CELL) ?? '';
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw new Problem(422, 'A cell is nested too deeply to be shown.');
  }
}
