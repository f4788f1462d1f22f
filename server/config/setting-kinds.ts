import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, parseDuration } from '../../wire/duration.js';
import { isTimeZone } from '../../wire/time-zone.js';

/** How the values of a setting are read and checked, in an environment variable and in an option of `DashboardModule.forRoot`. */
export interface SettingKind<T> {
  /** Returns undefined if the text is invalid. */
  readonly fromText: (text: string) => T | undefined;
  /** What the text must be, as a message to follow the variable's name. */
  readonly textRule: string;
  /** Returns undefined if the value is invalid. */
  readonly fromOption: (value: unknown) => T | undefined;
  /** What the value must be, as a message to follow the option's name. */
  readonly optionRule: string;
}

export const SIZES = { MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 } as const;

export function wholeNumber(min: number, max: number): SettingKind<number> {
  const inLimits = (value: number): number | undefined =>
    Number.isInteger(value) && value >= min && value <= max ? value : undefined;
  const rule = `must be a whole number from ${min} to ${max}`;
  return {
    fromText: (text) => (/^\d{1,15}$/.test(text) ? inLimits(Number(text)) : undefined),
    textRule: rule,
    fromOption: (value) => (typeof value === 'number' ? inLimits(value) : undefined),
    optionRule: rule,
  };
}

interface Limits {
  readonly min: number;
  readonly max: number;
  /** What 0 means, if it is allowed although it is less than `min`. */
  readonly zero?: string;
}

/** A duration in milliseconds. As text, it has a unit. */
export function duration({ min, max, zero }: Limits): SettingKind<number> {
  const inLimits = (ms: number | undefined): number | undefined =>
    ms !== undefined && ((ms === 0 && zero !== undefined) || (ms >= min && ms <= max)) ? ms : undefined;
  const orZero = zero === undefined ? '' : `, or 0 (${zero})`;
  return {
    fromText: (text) => inLimits(text === '0' ? 0 : parseDuration(text)),
    textRule: `must be a duration like 500ms, 10s, 5m, 2h or 7d, from ${durationText(min)} to ${durationText(max)}${orZero}`,
    fromOption: (value) => (typeof value === 'number' ? inLimits(value) : undefined),
    optionRule: `must be a number of milliseconds from ${min} to ${max}${orZero}`,
  };
}

/** A size in bytes. As text, it has a unit. */
export function size({ min, zero }: Omit<Limits, 'max'>): SettingKind<number> {
  const inLimits = (bytes: number): number | undefined =>
    bytes >= min || (bytes === 0 && zero !== undefined) ? bytes : undefined;
  const orZero = zero === undefined ? '' : `, or 0 (${zero})`;
  return {
    fromText: (text) => {
      const [, count, unit] = /^(\d{1,7})(MB|GB|TB)$/.exec(text) ?? [];
      return inLimits(text === '0' ? 0 : Number(count) * SIZES[unit as keyof typeof SIZES]);
    },
    textRule: `must be a size like 500MB, 20GB or 1TB, at least ${min / SIZES.MB}MB${orZero}`,
    fromOption: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? inLimits(value) : undefined),
    optionRule: `must be a number of bytes, at least ${min}${orZero}`,
  };
}

export function oneOf<const T extends string>(values: readonly T[]): SettingKind<T> {
  return text((given) => values.find((value) => value === given), `must be one of ${values.join(', ')}`);
}

/** A folder. A relative path starts at the working directory. */
export function folder(): SettingKind<string> {
  return text((path) => (path === '' ? undefined : resolve(path)), 'must be the path of a folder');
}

/** An address or a host name to listen on. The brackets of an IPv6 address belong to URLs, so they are removed. */
export function host(): SettingKind<string> {
  const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
  const name = new RegExp(`^${label}(\\.${label})*$`);
  return text((given) => {
    const found = given.replace(/^\[(.*)\]$/, '$1').toLowerCase();
    return isIP(found) !== 0 || name.test(found) ? found : undefined;
  }, 'must be an IP address or a host name');
}

/** A path below which the server answers, without a slash at its end. `/` becomes the empty text. */
export function pathPrefix(): SettingKind<string> {
  return text(
    (given) => (/^(\/[\w.~-]*[\w~-])*\/?$/.test(given) ? given.replace(/\/$/, '') : undefined),
    "must be a path like '/boards', or '/'",
  );
}

export function publicUrl(): SettingKind<URL> {
  const parse = (given: string): URL | undefined => {
    const url = URL.parse(given);
    const extras = url ? url.username + url.password + url.search + url.hash : '';
    return url && /^https?:$/.test(url.protocol) && extras === '' ? url : undefined;
  };
  const rule = 'must be a URL like https://boards.example.com, without user, query or fragment';
  return {
    ...text(parse, rule),
    fromOption: (value) => (value instanceof URL || typeof value === 'string' ? parse(String(value)) : undefined),
  };
}

/** The URL of a PostgreSQL database. The host may be missing if `?host=` names the folder of a socket. */
export function postgresUrl(): SettingKind<string> {
  return text(
    (url) => (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url, 'postgres://socket') ? url : undefined),
    'must be a URL like postgres://user:password@host:5432/database',
  );
}

/** Origins, without duplicates. As text, they are separated by commas. */
export function origins(): SettingKind<readonly string[]> {
  const parse = (given: readonly unknown[]): readonly string[] | undefined => {
    const parsed = given.map((each) => (typeof each === 'string' ? parseOrigin(each) : undefined));
    return parsed.every((origin) => origin !== undefined) ? [...new Set(parsed)] : undefined;
  };
  return {
    fromText: (given) => parse(splitList(given)),
    textRule:
      'must be origins separated by commas, like https://cams.example.com,http://192.168.1.20:8080, without paths',
    fromOption: (value) => (Array.isArray(value) ? parse(value) : undefined),
    optionRule: "must be a list of origins, like ['https://cams.example.com'], without paths",
  };
}

/** Names, separated by commas. */
export function list(what: string): SettingKind<readonly string[]> {
  const rule = `must be ${what}, separated by commas`;
  return {
    fromText: (given) => [...new Set(splitList(given))],
    textRule: rule,
    fromOption: () => undefined,
    optionRule: rule,
  };
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** Stricter than a URL parser, which accepts `;` and `'` in a host: origins become part of the content security policy. */
const ORIGIN = /^https?:\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d+)?$/;

function parseOrigin(given: string): string | undefined {
  const url = URL.parse(given);
  return url !== null && url.href === `${url.origin}/` && ORIGIN.test(url.origin) ? url.origin : undefined;
}

/**
 * An IANA time zone. Other programs use `TZ` too and accept more forms of it, so any other text of the variable means UTC.
 */
export function timeZone(): SettingKind<string> {
  return {
    fromText: (given) => parseTimeZone(given) ?? 'UTC',
    textRule: '',
    fromOption: (value) => (typeof value === 'string' && isTimeZone(value) ? value : undefined),
    optionRule: "must be the name of a time zone, like 'Europe/Berlin'",
  };
}

/** Returns the IANA time zone that a value of `TZ` names, also in the POSIX form `:Europe/Berlin`; undefined if it names none. */
export function parseTimeZone(given: string): string | undefined {
  const name = given.replace(/^:/, '');
  return isTimeZone(name) ? name : undefined;
}

function text<T>(fromText: (text: string) => T | undefined, rule: string): SettingKind<T> {
  return {
    fromText,
    textRule: rule,
    fromOption: (value) => (typeof value === 'string' ? fromText(value) : undefined),
    optionRule: rule,
  };
}

function durationText(ms: number): string {
  const units = [
    [DAY_MS, 'd'],
    [HOUR_MS, 'h'],
    [MINUTE_MS, 'm'],
    [SECOND_MS, 's'],
  ] as const;
  const [unitMs, unit] = units.find(([each]) => ms >= each && ms % each === 0) ?? [1, 'ms'];
  return `${ms / unitMs}${unit}`;
}
