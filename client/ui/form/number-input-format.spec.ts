import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isProblem, numberCodec } from './codecs';
import { numberInputFormat, NumberInputFormat } from './number-input-format';

const LOCALES = [
  'en',
  'de',
  'fr',
  'de-CH',
  'sv',
  'ar',
  'ar-EG',
  'hi',
  'hi-u-nu-deva',
  'es',
  'pl',
  'de-AT',
  'en-IN',
  'en-ZA',
  'fa',
  'ja',
  'pt-BR',
];

const parse = (locale: string, text: string): number | string | undefined => {
  const parsed = numberCodec({}, numberInputFormat(locale)).parse(text);
  return isProblem(parsed) ? parsed.problem : parsed.value;
};
const NOT_CLEAR = expect.stringMatching(/^Enter |^Did you mean |^This number is ambiguous/) as unknown;

describe('numberCodec', () => {
  it.each([
    ['en', '1,000', 1000],
    ['en', '1,234,567.5', 1234567.5],
    ['en', '1.25', 1.25],
    ['en', '1.0000', 1],
    ['en', '0.500', 0.5],
    ['en', '99.999', 99.999],
    ['en', '1 000', 1000],
    ['en', "1'000", 1000],
    ['en', ' 42 ', 42],
    ['en', '-5', -5],
    ['en', '\u22125', -5],
    ['en', '\u2212 1,000', -1000],
    ['en', '+7', 7],
    ['en', '.5', 0.5],
    ['en', '5.', 5],
    ['en', '1e3', 1000],
    ['en', '2.5E-3', 0.0025],
    ['de', '1.000', 1000],
    ['de', '1.000,5', 1000.5],
    ['de', '1,5', 1.5],
    ['de', '-1.234.567', -1234567],
    ['de', '2,125', 2.125],
    ['de', '1,00', 1],
    ['en-IN', '1,00,000', 100_000],
    ['en-IN', '100,000.50', 100_000.5],
    ['fr', '1\u202f000', 1000],
    ['fr', '1\u00a0000,5', 1000.5],
    ['fr', '1 000 000', 1000000],
    ['de-CH', '1\u2019000', 1000],
    ['de-CH', "1'000.5", 1000.5],
    ['sv', '\u22121\u00a0000,5', -1000.5],
    ['hi', '12,34,567', 1234567],
    ['hi', '1,234,567', 1234567],
    ['hi-u-nu-deva', '१,०००', 1000],
    ['ar-EG', '١٬٠٠٠٫٥', 1000.5],
    ['ar-EG', '\u061c-٥', -5],
    ['es', '1.000', 1000],
  ])('in %s reads %j as %d', (locale, text, value) => {
    expect(parse(locale, text)).toBe(value);
  });

  it.each([
    ['en', '1,5', 'Did you mean 1.5?'],
    ['en', '0,500', 'Did you mean 0.5?'],
    ['en', '1,00', 'Did you mean 1?'],
    ['en', '1.234,5', 'Did you mean 1,234.5?'],
    ['en', '1.234.567', 'Did you mean 1,234,567?'],
    ['en', '12,34,567', 'Did you mean 1,234,567?'],
    ['de', '1.5', 'Did you mean 1,5?'],
    ['de', '1,234.5', 'Did you mean 1.234,5?'],
    ['en', '1.000', 'This number is ambiguous. Enter 1 or 1,000.'],
    ['en', '-1.500', 'This number is ambiguous. Enter -1.5 or -1,500.'],
    ['en', '100.000', 'This number is ambiguous. Enter 100 or 100,000.'],
    ['de', '1,000', 'This number is ambiguous. Enter 1 or 1.000.'],
    ['de', '12,340', 'This number is ambiguous. Enter 12,34 or 12.340.'],
    ['de-CH', '1.000', "This number is ambiguous. Enter 1 or 1'000."],
    ['fr', '1,000', 'This number is ambiguous. Enter 1 or 1\u202f000.'],
    ['en-IN', '1.000', 'This number is ambiguous. Enter 1 or 1,000.'],
    ['en-IN', '1.000.000', 'Did you mean 10,00,000?'],
    ['ar-EG', '1,000', 'This number is ambiguous. Enter ١٬٠٠٠ or ١.'],
    ['ar-EG', '1.5', 'Did you mean ١٫٥?'],
    ['en', '1,00,000', 'Did you mean 100,000?'],
    ['en', '1,0000', 'Did you mean 1?'],
    ['en', '9007199254740993', 'Did you mean 9,007,199,254,740,992?'],
    ['en', '1e-400', 'Did you mean 0?'],
    ['en', '٣', 'Enter a number, e.g. 42 or 0.5.'],
    ['fr', '1.000', 'This number is ambiguous. Enter 1 or 1\u202f000.'],
    ['sv', '1.5', 'Did you mean 1,5?'],
    ['de-CH', '1,000', "This number is ambiguous. Enter 1'000 or 1."],
    ['en', 'abc', 'Enter a number, e.g. 42 or 0.5.'],
    ['de', 'abc', 'Enter a number, e.g. 42 or 0,5.'],
  ])('in %s rejects %j with a message that says what to enter', (locale, text, message) => {
    expect(parse(locale, text)).toBe(message);
  });

  it.each([
    '90 %',
    '5 ms',
    '1 5',
    '1 00',
    '1,,000',
    ',5',
    '1,000,00',
    '--5',
    '-+5',
    '5-',
    '(5)',
    '½',
    '∞',
    '1k',
    '1e',
    '1e999',
    '0x10',
    'Infinity',
    'NaN',
    '1_000',
  ])('rejects %j in English', (text) => {
    expect(parse('en', text)).toEqual(NOT_CLEAR);
  });

  it('checks limits and whole numbers', () => {
    const codec = numberCodec({ min: 0, max: 1000, whole: true }, numberInputFormat('en'));
    expect(codec.parse('1,000')).toEqual({ value: 1000 });
    expect(codec.parse('1,001')).toEqual({ problem: 'Enter at most 1,000.' });
    expect(codec.parse('\u22121')).toEqual({ problem: 'Enter at least 0.' });
    expect(codec.parse('1.5')).toEqual({ problem: 'Enter a whole number.' });
    expect(codec.parse('  ')).toEqual({ value: undefined });
  });

  const finite = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.integer({ min: -2_000_000, max: 2_000_000 }),
    fc.integer({ min: -2_000_000, max: 2_000_000 }).map((value) => value / 100),
  );

  const elsewhere = LOCALES.map((locale) =>
    [0, 1, 2].map(
      (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    ),
  );

  it.each(LOCALES)('in %s reads each finite number as it writes it', (locale) => {
    const numbers = new NumberInputFormat(locale);
    fc.assert(
      fc.property(finite, (value) => {
        expect(numbers.parse(numbers.format(value))).toEqual({ value: value === 0 ? 0 : value });
      }),
    );
  });

  it.each(LOCALES)('in %s never reads a different number than its own format writes', (locale) => {
    const numbers = new NumberInputFormat(locale);
    const formats = [0, 1, 2, 3].map(
      (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.constantFrom(0, 1, 2, 3), (scaled, digits) => {
        const value = scaled / 10 ** digits;
        const read = numbers.parse(formats[digits]?.format(value) ?? '');
        if ('candidates' in read && digits === 3 && scaled % 10 === 0) expect(read.candidates[0]).toBe(value);
        else expect(read).toEqual({ value: value === 0 ? 0 : value });
      }),
    );
  });

  it.each(LOCALES)(
    'in %s reads or rejects round numbers and amounts of money in the format of another locale',
    (locale) => {
      const numbers = new NumberInputFormat(locale);
      const round = fc.integer({ min: -999_999, max: 999_999 }).map((tens) => ({ value: tens * 10, digits: 0 }));
      const money = fc.integer({ min: -9_999_999, max: 9_999_999 }).map((cents) => ({ value: cents / 100, digits: 2 }));
      fc.assert(
        fc.property(fc.constantFrom(...elsewhere), fc.oneof(round, money), (formats, { value, digits }) => {
          const read = numbers.parse(formats[digits]?.format(value) ?? '');
          if ('candidates' in read) return;
          expect(read.value).toBe(value === 0 ? 0 : value);
        }),
      );
    },
  );

  it.each(LOCALES)('in %s reads or rejects any text of digits and separators', (locale) => {
    const numbers = new NumberInputFormat(locale);
    const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567.5);
    const group = parts.find(({ type }) => type === 'group')?.value ?? '';
    const decimal = parts.find(({ type }) => type === 'decimal')?.value ?? '';
    const text = fc
      .array(fc.constantFrom('1', '0', '5', '000', '234', '.', ',', group, decimal), { minLength: 1, maxLength: 7 })
      .map((groups) => groups.join(''));
    fc.assert(
      fc.property(text, (given) => {
        const read = numbers.parse(given);
        if ('candidates' in read) return;
        expect(Number(given.split(group).join('').replace(decimal, '.'))).toBe(read.value);
      }),
    );
  });
});
