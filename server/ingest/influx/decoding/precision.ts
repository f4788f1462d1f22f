/** The unit of the times in a request. */
export type Precision = 'ns' | 'us' | 'ms' | 's' | 'm' | 'h';

const US_PER_UNIT: Readonly<Record<Exclude<Precision, 'ns'>, number>> = {
  us: 1,
  ms: 1e3,
  s: 1e6,
  m: 6e7,
  h: 3.6e9,
};

const TIMESTAMP = /^-?\d{1,19}$/;

/** Parses a time, or returns undefined. Nanoseconds would exceed the precision of a double, so their text is shortened first. */
export function parseTimestampUs(text: string, precision: Precision): number | undefined {
  if (!TIMESTAMP.test(text)) return undefined;
  if (precision !== 'ns') return Number(text) * US_PER_UNIT[precision];
  return text.length > 4 ? Number(text.slice(0, -3)) : Math.floor(Number(text) / 1e3);
}

/** Parses the name of a unit in version 1 or 2; `ns` by default. Returns undefined for an unknown name. */
export function parsePrecision(name: string | undefined): Precision | undefined {
  switch (name) {
    case undefined:
    case '':
    case 'n':
    case 'ns':
      return 'ns';
    case 'u':
    case 'µ':
    case 'us':
      return 'us';
    case 'ms':
    case 's':
    case 'm':
    case 'h':
      return name;
    default:
      return undefined;
  }
}
