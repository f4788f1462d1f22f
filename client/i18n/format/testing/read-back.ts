import type { ValuePart } from '../format-options';

/** The size of each shown unit in the smallest unit of its kind. */
const SIZES: Readonly<Record<string, number>> = {
  ...{ B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40, PiB: 2 ** 50, EiB: 2 ** 60 },
  ...{ ns: 1e-9, µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400 },
};
const PREFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  µ: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
};
const COMPACT: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

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
  const [, digits = '', letter = ''] = /^([\d.]+(?:E-?\d+)?)([KMBT]?)$/.exec(plain) ?? [];
  return Number(digits) * (COMPACT[letter] ?? 1) * unitSize(unit);
}

function unitSize(unit: string): number {
  const known = SIZES[unit];
  if (known !== undefined) return known;
  return /^(k|M|G|T|P|E)$|^[nµmkMGTPE](B|bit|V|W|m)(\/s)?$/.test(unit) ? (PREFIXES[unit[0] ?? ''] ?? NaN) : 1;
}
