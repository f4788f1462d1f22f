import { viewerLocale } from '../language/language';

/** What a text says: a number, why it says none for certain, or which numbers could be meant. */
export type ReadNumber = { readonly value: number } | { readonly meant: readonly number[] };

/** How numbers are written where the viewer is. `grouped` are the characters between groups of digits. */
interface Style {
  readonly decimal: string;
  readonly grouped: string;
  /** Whether groups other than the last one have two digits, as in India: 12,34,567. */
  readonly inTwos: boolean;
}

/** Nobody writes these before decimals, so they can only part groups: 1 000, 1'000, and the spaces of French and Swedish. */
const NEUTRAL = " \u00a0\u2007\u2009\u202f'\u2019";

const OTHER_STYLES: readonly Style[] = [
  { decimal: '.', grouped: ',', inTwos: true },
  { decimal: ',', grouped: '.', inTwos: false },
];

/** Marks of direction that Arabic and Hebrew put beside a sign. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f]/g;

const SIGN = /^[+\-\u2212\u2013\uff0d]/;

/** No number is written with these decimals, but with three digits in groups many are: 1,000 and 2.500. */
const LIKE_A_GROUP = /^\d\d0$/;

/** Writes and reads numbers as they are written in one locale. */
export class NumberText {
  private readonly style: Style;
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
      grouped: part('group') ?? '',
      inTwos: parts.filter(({ type }) => type === 'integer').some(({ value }, nth) => nth > 0 && value.length === 2),
    };
    this.minus = part('minusSign') ?? '-';
  }

  /** All digits of the value, in groups: what `read` makes of it is the same number. */
  write(value: number): string {
    const [, sign = '', integer = '', fraction = '', exponent = ''] =
      /^(-?)(\d+)(?:\.(\d+))?(e.*)?$/.exec(String(value)) ?? [];
    const written = this.integers.format(BigInt(integer));
    const decimals = fraction === '' ? '' : this.style.decimal + this.inDigits(fraction);
    return `${sign && this.minus}${written}${decimals}${exponent.toUpperCase()}`;
  }

  /**
   * The number that the text is where the viewer is, or how else it can be read: `1,5` is no number in English, but 1.5 must
   * be meant; `1.000` is 1 or 1000 in English and in French. Of more digits than a double has, the nearest number is meant.
   */
  read(text: string): ReadNumber {
    const plain = this.inAscii(text).replace(DIRECTION_MARKS, '').trim();
    const [own, ...others] = [this.style, ...OTHER_STYLES].map((style) => readAs(plain, style));
    const meant = [...new Set([own, ...others].filter((value) => value !== undefined))];
    const [, fraction = ''] = plain.split(this.style.decimal);
    const isUnclear = meant.length > 1 && LIKE_A_GROUP.test(fraction);
    if (own === undefined || isUnclear || significantDigits(plain) !== significantDigits(String(own))) return { meant };
    return { value: own };
  }

  private inDigits(ascii: string): string {
    return ascii.replace(/\d/g, (digit) => this.digits[Number(digit)] ?? digit);
  }

  private inAscii(text: string): string {
    return Array.from(text, (character) => {
      const digit = this.digits.indexOf(character);
      return digit < 0 ? character : String(digit);
    }).join('');
  }
}

/** Undefined where this style would not write a number so. */
function readAs(text: string, { decimal, grouped, inTwos }: Style): number | undefined {
  const [, before = '', exponent = ''] = /^(.*?)(e[+-]?\d{1,3})?$/i.exec(text) ?? [];
  const [sign = '+'] = SIGN.exec(before) ?? [];
  const unsigned = before.replace(SIGN, '').trim();
  const [whole = '', fraction = '', ...more] = unsigned.split(decimal);
  if (more.length > 0 || !/^\d*$/.test(fraction) || `${whole}${fraction}` === '') return undefined;
  const digits = ungrouped(whole, grouped, inTwos);
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

/** The digits without what parts them; undefined where the groups are none that anybody writes. */
function ungrouped(whole: string, grouped: string, inTwos: boolean): string | undefined {
  if (/^\d*$/.test(whole)) return whole;
  const [separator, ...others] = new Set(whole.replace(/\d/g, ''));
  if (separator === undefined || others.length > 0) return undefined;
  if (separator !== grouped && !NEUTRAL.includes(separator)) return undefined;
  const groups = whole.split(separator);
  const [first = '', ...rest] = groups;
  const isFirst = /^[1-9]\d{0,2}$/.test(first);
  const inThrees = rest.every(({ length }) => length === 3);
  const asInIndia =
    inTwos && first.length < 3 && rest.every(({ length }, nth) => length === (nth < rest.length - 1 ? 2 : 3));
  return isFirst && (inThrees || asInIndia) ? groups.join('') : undefined;
}

const made = new Map<string, NumberText>();

/** How the viewer writes numbers. */
export function numberText(locale = viewerLocale()): NumberText {
  const key = locale ?? '';
  let found = made.get(key);
  if (found === undefined) made.set(key, (found = new NumberText(locale)));
  return found;
}
