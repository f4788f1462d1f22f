/** What a unit's name means for the formatting. Units come from outside: an unknown one is shown as it was written. */
export type Unit =
  | { readonly kind: 'plain'; readonly symbol: string }
  | { readonly kind: 'percent'; readonly factor: number }
  | { readonly kind: 'duration'; readonly seconds: number; readonly symbol: string }
  | { readonly kind: 'scaled'; readonly base: 1000 | 1024; readonly symbols: readonly string[] }
  | { readonly kind: 'currency'; readonly code: string };

const IEC = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const SI = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
const BITS = ['bit', 'kbit', 'Mbit', 'Gbit', 'Tbit', 'Pbit'];
const HERTZ = ['Hz', 'kHz', 'MHz', 'GHz', 'THz'];
const WATT = ['W', 'kW', 'MW', 'GW', 'TW'];

const perSecond = (symbols: readonly string[]): string[] => symbols.map((symbol) => `${symbol}/s`);

/** Memory and files are read in powers of two, what travels in powers of ten. */
const UNITS: Readonly<Record<string, Unit>> = {
  ...named(['percent', '%', 'pct'], { kind: 'percent', factor: 1 }),
  ...named(['ratio', 'percentunit'], { kind: 'percent', factor: 100 }),
  ...named(['bytes', 'byte', 'B', 'By', 'iec-bytes'], { kind: 'scaled', base: 1024, symbols: IEC }),
  ...named(['si-bytes', 'decbytes'], { kind: 'scaled', base: 1000, symbols: SI }),
  ...named(['bytes/s', 'B/s', 'By/s', 'Bps'], { kind: 'scaled', base: 1000, symbols: perSecond(SI) }),
  ...named(['iec-bytes/s'], { kind: 'scaled', base: 1024, symbols: perSecond(IEC) }),
  ...named(['bits', 'bit'], { kind: 'scaled', base: 1000, symbols: BITS }),
  ...named(['bits/s', 'bit/s', 'bps'], { kind: 'scaled', base: 1000, symbols: perSecond(BITS) }),
  ...named(['Hz', 'hertz'], { kind: 'scaled', base: 1000, symbols: HERTZ }),
  ...named(['W', 'watt', 'watts'], { kind: 'scaled', base: 1000, symbols: WATT }),
  ...named(['ns', 'nanoseconds'], { kind: 'duration', seconds: 1e-9, symbol: 'ns' }),
  ...named(['us', 'µs', 'microseconds'], { kind: 'duration', seconds: 1e-6, symbol: 'µs' }),
  ...named(['ms', 'milliseconds'], { kind: 'duration', seconds: 1e-3, symbol: 'ms' }),
  ...named(['s', 'seconds', 'second'], { kind: 'duration', seconds: 1, symbol: 's' }),
  ...named(['min', 'minutes'], { kind: 'duration', seconds: 60, symbol: 'min' }),
  ...named(['h', 'hours'], { kind: 'duration', seconds: 3600, symbol: 'h' }),
  ...named(['celsius', 'Cel', 'degC'], { kind: 'plain', symbol: '°C' }),
  ...named(['fahrenheit', 'degF'], { kind: 'plain', symbol: '°F' }),
  ...named(['ops', 'ops/s'], { kind: 'plain', symbol: 'ops/s' }),
  ...named(['reqps', 'requests/s'], { kind: 'plain', symbol: 'req/s' }),
  ...named(['count', 'none', '1', ''], { kind: 'plain', symbol: '' }),
};

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export function parseUnit(name: string | undefined): Unit {
  if (name === undefined) return { kind: 'plain', symbol: '' };
  const known = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
  if (known !== undefined) return known;
  return CURRENCIES.has(name) ? { kind: 'currency', code: name } : { kind: 'plain', symbol: name };
}

function named(names: readonly string[], unit: Unit): Record<string, Unit> {
  return Object.fromEntries(names.map((name) => [name, unit]));
}
