import { supportedValues } from '../../common/supported-values';

/** How values of a unit are formatted. An unknown unit is shown as it was pushed. */
export type Unit =
  | { readonly kind: 'plain'; readonly symbol: string }
  | { readonly kind: 'percent'; readonly factor: number; readonly symbol: string }
  | { readonly kind: 'duration'; readonly seconds: number; readonly symbol: string }
  /** Counts of whole things (bytes, bits). */
  | ({ readonly kind: 'scaled' } & Scale)
  /** Quantities of any size, also smaller than one. */
  | ({ readonly kind: 'prefixed' } & Scale)
  | { readonly kind: 'currency'; readonly code: string; readonly symbol: string }
  /** A boolean as a number: 0 is the first text, anything else the second. */
  | { readonly kind: 'labels'; readonly labels: readonly [no: string, yes: string] };

export interface Scale {
  readonly base: 1000 | 1024;
  /** In ascending order. Each is `base` times the one before. */
  readonly symbols: readonly string[];
  /** Index of the symbol of the original value. */
  readonly start: number;
}

const IEC = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const SI = prefixed('B', ['', 'k', 'M', 'G', 'T', 'P', 'E']);
const BITS = prefixed('bit', ['', 'k', 'M', 'G', 'T', 'P']);

/** Memory and files use powers of two. Transfer rates use powers of ten. */
const UNITS: Readonly<Record<string, Unit>> = {
  ...named(['percent', '%', 'pct'], { kind: 'percent', factor: 1, symbol: '%' }),
  ...named(['ratio', 'percentunit'], { kind: 'percent', factor: 100, symbol: '%' }),
  ...named(['bytes', 'byte', 'B', 'By', 'iec-bytes'], scaled(IEC, 1024)),
  ...named(['si-bytes', 'decbytes'], scaled(SI)),
  ...named(['bytes/s', 'B/s', 'By/s', 'Bps'], rate(scaled(SI))),
  ...named(['bits', 'bit'], scaled(BITS)),
  ...named(['bps'], rate(scaled(BITS))),
  ...larger(IEC, 1024),
  ...larger(SI, 1000),
  ...larger(BITS, 1000),
  ...metric('Hz', ['hertz'], ['m', '', 'k', 'M', 'G', 'T']),
  ...metric('W', ['watt', 'watts'], ['m', '', 'k', 'M', 'G', 'T']),
  ...metric('Wh', [], ['', 'k', 'M', 'G', 'T']),
  ...metric('V', ['volt', 'volts'], ['µ', 'm', '', 'k', 'M']),
  ...metric('A', ['ampere', 'amperes'], ['µ', 'm', '', 'k']),
  ...metric('J', ['joule', 'joules'], ['m', '', 'k', 'M', 'G', 'T']),
  ...metric('Pa', ['pascal'], ['', 'k', 'M', 'G']),
  ...named(['si', 'short'], prefixedUnit('', ['', 'k', 'M', 'G', 'T', 'P', 'E'])),
  ...named(['ns', 'nanoseconds'], { kind: 'duration', seconds: 1e-9, symbol: 'ns' }),
  ...named(['us', 'µs', 'microseconds'], { kind: 'duration', seconds: 1e-6, symbol: 'µs' }),
  ...named(['ms', 'milliseconds'], { kind: 'duration', seconds: 1e-3, symbol: 'ms' }),
  ...named(['s', 'seconds', 'second'], { kind: 'duration', seconds: 1, symbol: 's' }),
  ...named(['min', 'minutes'], { kind: 'duration', seconds: 60, symbol: 'min' }),
  ...named(['h', 'hours'], { kind: 'duration', seconds: 3600, symbol: 'h' }),
  ...named(['d', 'days'], { kind: 'duration', seconds: 86_400, symbol: 'd' }),
  ...named(['celsius', 'Cel', 'degC', '°C'], { kind: 'plain', symbol: '°C' }),
  ...named(['fahrenheit', 'degF', '°F'], { kind: 'plain', symbol: '°F' }),
  ...named(['kelvin'], { kind: 'plain', symbol: 'K' }),
  ...named(['ops', 'ops/s'], { kind: 'plain', symbol: 'ops/s' }),
  ...named(['reqps', 'requests/s'], { kind: 'plain', symbol: 'req/s' }),
  ...named(['bool', 'boolean', 'yes-no'], { kind: 'labels', labels: [$localize`No`, $localize`Yes`] }),
  ...named(['on-off'], { kind: 'labels', labels: [$localize`:switched|:Off`, $localize`:switched|:On`] }),
  ...named(['up-down'], { kind: 'labels', labels: [$localize`:service|:Down`, $localize`:service|:Up`] }),
  ...named(['count', 'none', '1', ''], { kind: 'plain', symbol: '' }),
};

const CURRENCIES: ReadonlySet<string> = new Set(supportedValues('currency'));

/** Common SI prefixes. */
const PREFIXES = ['n', 'µ', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

/**
 * Parses the name of a unit. Any unit can be a rate, with the suffix `/s`. Any text can have SI prefixes, with the prefix `si:`
 * (`si:m` for meters and kilometers). Currencies are ISO 4217 codes.
 */
export function parseUnit(name: string | undefined): Unit {
  if (name === undefined) return { kind: 'plain', symbol: '' };
  const known = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
  if (known !== undefined) return known;
  if (CURRENCIES.has(name)) return { kind: 'currency', code: name, symbol: '' };
  if (name.startsWith('si:')) return prefixedUnit(name.slice(3), PREFIXES);
  if (name.endsWith('/s')) return rate(parseUnit(name.slice(0, -2)));
  return { kind: 'plain', symbol: name };
}

function rate(unit: Unit): Unit {
  switch (unit.kind) {
    case 'scaled':
    case 'prefixed':
      return { ...unit, symbols: unit.symbols.map((symbol) => `${symbol}/s`) };
    case 'labels':
      return { kind: 'plain', symbol: '/s' };
    case 'duration':
      // Time per second is a plain number: 12 ms/s is not 12 ms.
      return { kind: 'plain', symbol: `${unit.symbol}/s` };
    default:
      return { ...unit, symbol: `${unit.symbol}/s` };
  }
}

function scaled(symbols: readonly string[], base: 1000 | 1024 = 1000): Unit {
  return { kind: 'scaled', base, symbols, start: 0 };
}

/** Units with a prefix: `kB`, `GiB`, `Mbit`. */
function larger(symbols: readonly string[], base: 1000 | 1024): Record<string, Unit> {
  const units = symbols.map((symbol, start) => [symbol, { kind: 'prefixed', base, symbols, start }] as const);
  return Object.fromEntries(units.slice(1));
}

/** A unit and its usual prefixed units, such as `mV` and `kW`. */
function metric(name: string, others: readonly string[], prefixes: readonly string[]): Record<string, Unit> {
  const symbols = prefixed(name, prefixes);
  const units = symbols.map((symbol, start) => [symbol, { kind: 'prefixed', base: 1000, symbols, start }] as const);
  return { ...Object.fromEntries(units), ...named(others, prefixedUnit(name, prefixes)) };
}

function prefixedUnit(symbol: string, prefixes: readonly string[]): Unit {
  return { kind: 'prefixed', base: 1000, symbols: prefixed(symbol, prefixes), start: prefixes.indexOf('') };
}

function prefixed(symbol: string, prefixes: readonly string[]): string[] {
  return prefixes.map((prefix) => `${prefix}${symbol}`);
}

function named(names: readonly string[], unit: Unit): Record<string, Unit> {
  return Object.fromEntries(names.map((name) => [name, unit]));
}
