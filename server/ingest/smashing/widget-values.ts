import { Problem } from '../../common/errors/problem.js';
import { MAX_CELL } from '../../tables/table-cells.js';
import { cleanText } from '../../common/validation/printable-text.js';

/** An object as a job sends it. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * A number that a job wrote as text. An exponent needs its sign, as programs write it: a commit may be called `12e4567`. Commas are
 * none of a number, for they part thousands here and decimals there.
 */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]\d+)?$/;

/** Longer texts are no numbers. */
const MAX_DIGITS = 400;

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a job sends as a number, as a text, too; undefined where it is none, or no double holds it. */
export function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' ? decimalOf(value.trim()) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function decimalOf(text: string): number | undefined {
  if (text.length > MAX_DIGITS || !DECIMAL.test(text)) return undefined;
  const number = Number(text);
  // A text of more digits is the name of something.
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? undefined : number;
}

/** The same of a widget's value, which may have a percent sign. */
export function parseMeasurement(value: unknown): { readonly value: number; readonly unit?: string } | undefined {
  const number = toNumber(value);
  if (number !== undefined) return { value: number };
  const percentage = typeof value === 'string' && /^(.*\S)\s*%\s*$/s.exec(value)?.[1];
  const parts = percentage === false || percentage === undefined ? undefined : toNumber(percentage);
  return parts === undefined ? undefined : { value: parts, unit: 'percent' };
}

/** A cell as text, but for nothing; JSON of what is neither. */
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
