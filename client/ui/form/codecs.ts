import { parseDuration } from '../../../wire/duration';
import { parseInterval } from '../../../wire/interval';
import { isObject } from '../../../wire/is-object';
import { type NumberInputFormat, numberInputFormat } from './number-input-format';

/**
 * The value of a text, or a message why the text is invalid. For most codecs, the value of an empty text is undefined.
 */
export type Parsed<T> = { readonly value: T | undefined } | { readonly problem: string };

/** Converts between a value and the text of a field. */
export interface Codec<T> {
  format(value: T): string;
  parse(text: string): Parsed<T>;
}

export function isProblem<T>(parsed: Parsed<T>): parsed is { readonly problem: string } {
  return 'problem' in parsed;
}

/** The text itself; undefined if it is empty. */
export const TEXT: Codec<string> = {
  format: String,
  parse: (text) => ({ value: text === '' ? undefined : text }),
};

/** The text itself, which may be empty. */
export const REQUIRED_TEXT: Codec<string> = {
  format: String,
  parse: (text) => ({ value: text }),
};

/**
 * A number within limits, in the format of the viewer's locale. A text that is ambiguous or a number in another locale is
 * rejected with a message: `1,5` is 1.5 in German, and not a number in English.
 */
export function numberCodec(
  { min, max, whole }: { min?: number; max?: number; whole?: boolean } = {},
  numbers = numberInputFormat(),
): Codec<number> {
  return {
    format: (value) => numbers.format(value),
    parse(text) {
      if (text.trim() === '') return { value: undefined };
      const read = numbers.parse(text);
      if ('candidates' in read) return { problem: ambiguityMessage(read.candidates, numbers) };
      const { value } = read;
      if (whole === true && !Number.isInteger(value)) return { problem: $localize`Enter a whole number.` };
      if (min !== undefined && value < min)
        return { problem: $localize`Enter at least ${numbers.format(min)}:least:.` };
      if (max !== undefined && value > max) return { problem: $localize`Enter at most ${numbers.format(max)}:most:.` };
      return { value };
    },
  };
}

function ambiguityMessage([one, other]: readonly number[], numbers: NumberInputFormat): string {
  if (one === undefined) {
    return $localize`Enter a number, e.g. ${numbers.format(42)}:example: or ${numbers.format(0.5)}:other:.`;
  }
  if (other === undefined) return $localize`Did you mean ${numbers.format(one)}:number:?`;
  return $localize`This number is ambiguous. Enter ${numbers.format(one)}:number: or ${numbers.format(other)}:other:.`;
}

/** A duration: a whole number followed by its unit, such as `5m`. */
export const DURATION: Codec<string> = {
  format: String,
  parse(text) {
    const trimmed = text.trim();
    if (trimmed === '') return { value: undefined };
    return (parseDuration(trimmed) ?? 0) > 0
      ? { value: trimmed }
      : { problem: $localize`Enter a whole number followed by s, m, h or d, e.g. 30s, 5m or 1d.` };
  },
};

/** The length of buckets, such as `5m`, `1w` or `1mo`. */
export const BUCKET_LENGTH: Codec<string> = {
  format: String,
  parse(text) {
    const trimmed = text.trim();
    if (trimmed === '') return { value: undefined };
    return parseInterval(trimmed) === undefined
      ? { problem: $localize`Enter a whole number followed by s, m, h, d, w or mo, e.g. 5m, 1d or 1mo.` }
      : { value: trimmed };
  },
};

/** Tags as `region=eu, host=a`. */
export const TAGS: Codec<Readonly<Record<string, string>>> = {
  format: (tags) =>
    Object.entries(tags)
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
  parse(text) {
    const pairs = text
      .split(',')
      .map((pair) => pair.trim())
      .filter((pair) => pair !== '');
    const tags: Record<string, string> = {};
    for (const pair of pairs) {
      const separator = pair.indexOf('=');
      if (separator < 1) return { problem: $localize`“${pair}:text:” is not a tag. Use name=value, e.g. region=eu.` };
      tags[pair.slice(0, separator).trim()] = pair.slice(separator + 1).trim();
    }
    return { value: pairs.length === 0 ? undefined : tags };
  },
};

/** A JSON object. */
export const JSON_OBJECT: Codec<Readonly<Record<string, unknown>>> = {
  format: (value) => JSON.stringify(value, null, 2),
  parse(text) {
    if (text.trim() === '') return { value: {} };
    try {
      const value: unknown = JSON.parse(text);
      if (isObject(value)) return { value };
      return { problem: $localize`Enter a JSON object, e.g. ${'{ "city": "Ulm" }'}:example:.` };
    } catch (error) {
      return {
        problem: $localize`Invalid JSON: ${error instanceof Error ? error.message : String(error)}:why:`,
      };
    }
  },
};
