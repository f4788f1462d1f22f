import { viewerLocale } from '../../i18n/language';

/** A parsed number, or, if the text is not a number in this locale, the numbers it may stand for. */
export type ParsedNumber = { readonly value: number } | { readonly candidates: readonly number[] };

/** How a locale writes numbers. `group` is the separator between groups of digits. */
interface NumberStyle {
  readonly decimal: string;
  readonly group: string;
  /** Whether all groups but the last have two digits, as in India: 12,34,567. */
  readonly indianGrouping: boolean;
}

/** No locale uses these as the decimal separator, so they can only separate groups: 1 000, 1'000. */
const UNAMBIGUOUS_GROUP_SEPARATORS = " \u00a0\u2007\u2009\u202f'\u2019";

const COMMON_STYLES: readonly NumberStyle[] = [
  { decimal: '.', group: ',', indianGrouping: true },
  { decimal: ',', group: '.', indianGrouping: false },
];

/** Marks of direction that Arabic and Hebrew put beside a sign. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f]/g;

const SIGN = /^[+\-\u2212\u2013\uff0d]/;

/** Rarely the decimals of a number, but often the last group of one: 1,000 and 2.500. */
const POSSIBLE_GROUP = /^\d\d0$/;

/** Formats and parses numbers in one locale. */
export class NumberInputFormat {
  private readonly style: NumberStyle;
  private readonly digits: readonly string[];
  private readonly integers: Intl.NumberFormat;
  private readonly minus: string;

  constructor(locale: string | undefined) {
    this.integers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).formatToParts(-1_234_567.5);
    const part = (type: string): string | undefined => parts.find((each) => each.type === type)?.value;
    const plain = new Intl.NumberFormat(locale, { useGrouping: false });
    this.digits = Array.from({ length: 10 }, (_, digit) => plain.format(digit));
    this.style = {
      decimal: part('decimal') ?? '.',
      group: part('group') ?? '',
      indianGrouping: parts
        .filter(({ type }) => type === 'integer')
        .some(({ value }, nth) => nth > 0 && value.length === 2),
    };
    this.minus = part('minusSign') ?? '-';
  }

  /** All digits of the value, in groups. `parse` returns the same number. */
  format(value: number): string {
    const [, sign = '', integer = '', fraction = '', exponent = ''] =
      /^(-?)(\d+)(?:\.(\d+))?(e.*)?$/.exec(String(value)) ?? [];
    const written = this.integers.format(BigInt(integer));
    const decimals = fraction === '' ? '' : this.style.decimal + this.toLocalDigits(fraction);
    return `${sign && this.minus}${written}${decimals}${exponent.toUpperCase()}`;
  }

  /**
   * Parses a text. `1,5` is not a number in English, so 1.5 is the candidate; `1.000` may be 1 or 1000 in English. Of a number
   * with more digits than a double holds, the nearest double is the candidate.
   */
  parse(text: string): ParsedNumber {
    const plain = this.toAsciiDigits(text).replace(DIRECTION_MARKS, '').trim();
    const [value, ...others] = [this.style, ...COMMON_STYLES].map((style) => parseInStyle(plain, style));
    const candidates = [...new Set([value, ...others].filter((each) => each !== undefined))];
    const [, fraction = ''] = plain.split(this.style.decimal);
    const isAmbiguous = candidates.length > 1 && POSSIBLE_GROUP.test(fraction);
    if (value === undefined || isAmbiguous) return { candidates };
    return significantDigits(plain) === significantDigits(String(value)) ? { value } : { candidates };
  }

  private toLocalDigits(ascii: string): string {
    return ascii.replace(/\d/g, (digit) => this.digits[Number(digit)] ?? digit);
  }

  private toAsciiDigits(text: string): string {
    return Array.from(text, (character) => {
      const digit = this.digits.indexOf(character);
      return digit < 0 ? character : String(digit);
    }).join('');
  }
}

/** @returns undefined if the text is not a number in this style */
function parseInStyle(
  text: string,
  { decimal, group: grouped, indianGrouping: inTwos }: NumberStyle,
): number | undefined {
  const [, before = '', exponent = ''] = /^(.*?)(e[+-]?\d{1,3})?$/i.exec(text) ?? [];
  const [sign = '+'] = SIGN.exec(before) ?? [];
  const unsigned = before.replace(SIGN, '').trim();
  const [whole = '', fraction = '', ...more] = unsigned.split(decimal);
  if (more.length > 0 || !/^\d*$/.test(fraction) || `${whole}${fraction}` === '') return undefined;
  const digits = withoutGroupSeparators(whole, grouped, inTwos);
  if (digits === undefined) return undefined;
  const value = Number(`${digits === '' ? '0' : digits}.${fraction === '' ? '0' : fraction}${exponent}`);
  if (!Number.isFinite(value)) return undefined;
  return sign === '+' ? value : 0 - value;
}

/** The digits without separators, exponent, and zeros at either end. */
function significantDigits(text: string): string {
  return text
    .replace(/e.*$/i, '')
    .replace(/\D/g, '')
    .replace(/^0+|0+$/g, '');
}

/** The digits without group separators; undefined if the groups have a wrong length. */
function withoutGroupSeparators(whole: string, grouped: string, inTwos: boolean): string | undefined {
  if (/^\d*$/.test(whole)) return whole;
  const [separator, ...others] = new Set(whole.replace(/\d/g, ''));
  if (separator === undefined || others.length > 0) return undefined;
  if (separator !== grouped && !UNAMBIGUOUS_GROUP_SEPARATORS.includes(separator)) return undefined;
  const groups = whole.split(separator);
  const [first = '', ...rest] = groups;
  const isFirst = /^[1-9]\d{0,2}$/.test(first);
  const inThrees = rest.every(({ length }) => length === 3);
  const asInIndia =
    inTwos && first.length < 3 && rest.every(({ length }, nth) => length === (nth < rest.length - 1 ? 2 : 3));
  return isFirst && (inThrees || asInIndia) ? groups.join('') : undefined;
}

const formats = new Map<string, NumberInputFormat>();

/** The number format of the viewer's locale. */
export function numberInputFormat(locale = viewerLocale()): NumberInputFormat {
  const key = locale ?? '';
  let format = formats.get(key);
  if (format === undefined) formats.set(key, (format = new NumberInputFormat(locale)));
  return format;
}
