import type { ValuePart } from '../format-options';

/** The size of each shown unit in the smallest unit of its kind, unless it is a power of ten. */
const SIZES: Readonly<Record<string, number>> = {
  ...{ B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40, PiB: 2 ** 50, EiB: 2 ** 60 },
  ...{ s: 1, min: 60, h: 3600, d: 86_400 },
};

/** Powers of ten. They are parsed with the digits, because a multiplication would round. */
const SECOND_EXPONENTS: Readonly<Record<string, number>> = { ns: -9, µs: -6, ms: -3 };
const PREFIX_EXPONENTS: Readonly<Record<string, number>> = {
  n: -9,
  µ: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const COMPACT_EXPONENTS: Readonly<Record<string, number>> = { K: 3, M: 6, B: 9, T: 12 };

/** The size of the unit in which a value was sent. */
const SENT_UNIT_SIZES: Readonly<Record<string, number>> = {
  ratio: 100,
  MiB: 2 ** 20,
  kW: 1e3,
  ns: 1e-9,
  ms: 1e-3,
  min: 60,
  h: 3600,
  d: 86_400,
};

/** Parses an English text into the number, in the unit in which it was sent. */
export function readBack(parts: readonly ValuePart[], sentUnit: string | undefined): number {
  const sign = parts[0]?.text.startsWith('−') === true ? -1 : 1;
  const size = parts.reduce((sum, part) => sum + sizeOf(part), 0);
  return (sign * size) / (SENT_UNIT_SIZES[sentUnit ?? ''] ?? 1);
}

function sizeOf({ text, unit }: ValuePart): number {
  const plain = text
    .replace(/^−?[A-Z]{3}/, '')
    .replaceAll('−', '-')
    .replaceAll(/[^\d.EKMBT-]/g, '')
    .replace(/^-/, '');
  const [, digits = '', exponent = '0', letter = ''] = /^([\d.]+)(?:E(-?\d+))?([KMBT]?)$/.exec(plain) ?? [];
  return (
    Number(`${digits}e${Number(exponent) + (COMPACT_EXPONENTS[letter] ?? 0) + exponentOf(unit)}`) * (SIZES[unit] ?? 1)
  );
}

function exponentOf(unit: string): number {
  const ofSeconds = SECOND_EXPONENTS[unit];
  if (ofSeconds !== undefined) return ofSeconds;
  const hasPrefix = SIZES[unit] === undefined && /^(k|M|G|T|P|E)$|^[nµmkMGTPE](B|bit|V|W|m)(\/s)?$/.test(unit);
  return hasPrefix ? (PREFIX_EXPONENTS[unit[0] ?? ''] ?? NaN) : 0;
}
