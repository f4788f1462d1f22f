import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isTimeZone } from '../../wire/time-zone.js';
import { DAY_MS, HOUR_MS, parseDuration } from '../../wire/duration.js';

/** Parses the text of a variable. */
interface Parser<T> {
  /** Returns undefined if the text is invalid. */
  readonly parse: (text: string) => T | undefined;
  /** What the text must be, as a message to follow the variable's name. */
  readonly allowed: string;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Longer timers overflow in Node and fire at once. */
const MAX_TIMER_MS = 24 * DAY_MS;

const NOT_SUPPORTED = 'must not be set: this version runs as one process';

const SIZES = { MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 } as const;

/** Describes what the size 0 means. */
const ZERO_IS_UNLIMITED = ', or 0 (unlimited)';
const ZERO_IS_INVALID = '';

const LONG_OR_UNLIMITED = duration(0, 36_500 * DAY_MS, 'from 1h to 36500d, or 0 (unlimited)', HOUR_MS);

/** Every environment variable that Boardcast reads, with its default. */
export const variablesSchema = z.object({
  PORT: variable(wholeNumber(0, 65_535), 3000),
  HOST: variable({ parse: parseHost, allowed: 'must be an IP address or a host name' }, '127.0.0.1'),
  ACCESS: variable(oneOf(['local', 'open'] as const), 'local'),
  DATA_DIR: variable<string | undefined>({ parse: (text) => resolve(text), allowed: 'must be a folder' }, undefined),
  BOARDS_DIR: variable<string | undefined>({ parse: (text) => resolve(text), allowed: 'must be a folder' }, undefined),
  CACHE_TTL: variable(duration(0, DAY_MS, 'from 0 (nothing is cached) to 1d'), 10_000),
  NOTIFY_INTERVAL: variable(duration(1, HOUR_MS, 'from 1ms to 1h'), 1_000),
  POLL_INTERVAL: variable(duration(100, MAX_TIMER_MS, 'from 100ms to 24d'), 60_000),
  RECONNECT_DELAY: variable(duration(1, HOUR_MS, 'from 1ms to 1h'), 3_000),
  RETENTION: variable(duration(60_000, 36_500 * DAY_MS, 'from 1m to 36500d'), 7 * DAY_MS),
  RETENTION_1M: variable(LONG_OR_UNLIMITED, 30 * DAY_MS),
  RETENTION_10M: variable(LONG_OR_UNLIMITED, 180 * DAY_MS),
  RETENTION_1H: variable(LONG_OR_UNLIMITED, 0),
  MAX_DATA_SIZE: variable(size(10 * SIZES.MB), 0),
  STATUS_RETENTION: variable(duration(60_000, 36_500 * DAY_MS, 'from 1m to 36500d'), 365 * DAY_MS),
  PUBLIC_URL: variable<URL | undefined>(
    {
      parse: parsePublicUrl,
      allowed: 'must be a URL like https://boards.example.com, without user, query or fragment',
    },
    undefined,
  ),
  EMBED_ORIGINS: variable<readonly string[]>(
    {
      parse: parseOrigins,
      allowed:
        'must be origins separated by commas, like https://cams.example.com,http://192.168.1.20:8080, without paths',
    },
    [],
  ),
  // Other programs use TZ too and accept more forms of it. A value that is not the name of a zone does not prevent the start.
  TZ: variable<string>({ parse: timeZoneOrUtc, allowed: '' }, 'UTC'),
  LOG_LEVEL: variable(oneOf(LOG_LEVELS), 'info'),
  MAX_SERIES: variable(wholeNumber(1, 10_000_000), 10_000),
  STATSD_PORT: variable<number | undefined>(wholeNumber(0, 65_535), undefined),
  MAX_SERIES_PER_METRIC: variable(wholeNumber(1, 10_000_000), 5_000),
  MAX_CONNECTIONS: variable(wholeNumber(1, 1_000_000), 20_000),
  MAX_CONNECTIONS_PER_ADDRESS: variable(wholeNumber(1, 1_000_000), 1_000),
  MAX_BODY_MEMORY: variable(size(32 * SIZES.MB, ZERO_IS_INVALID), 128 * SIZES.MB),
  IMPORT_IDLE_TIMEOUT: variable(duration(1_000, DAY_MS, 'from 1s to 1d'), 60_000),
  QUERY_TIMEOUT: variable(duration(100, 600_000, 'from 100ms to 10m'), 5_000),
  MAX_PREVIEWS: variable(wholeNumber(1, 1_000), 16),
  WEBHOOK_TIMEOUT: variable(duration(100, 60_000, 'from 100ms to 1m'), 2_000),
  MAX_WEBHOOKS: variable(wholeNumber(1, 100_000), 100),
  MAX_BOARDS: variable(wholeNumber(1, 1_000_000), 1_000),
  MAX_SNAPSHOT_SIZE: variable(size(1 * SIZES.MB, ZERO_IS_INVALID), 16 * SIZES.MB),
  DATABASE_URL: variable<string | undefined>(
    { parse: parseDatabaseUrl, allowed: 'must be a URL like postgres://user:password@host:5432/database' },
    undefined,
  ),
  REDIS_URL: variable<undefined>({ parse: () => undefined, allowed: NOT_SUPPORTED }, undefined),
});
export type Variables = z.infer<typeof variablesSchema>;

/** Whether a server that listens on this host can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function variable<T>({ parse, allowed }: Parser<T>, fallback: T) {
  return z
    .string()
    .optional()
    .transform((text, context): T => {
      if (text === undefined) return fallback;
      const value = parse(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: allowed });
      return z.NEVER;
    });
}

function wholeNumber(min: number, max: number): Parser<number> {
  return {
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
    allowed: `must be a whole number from ${min} to ${max}`,
  };
}

/**
 * @param min milliseconds
 * @param max milliseconds
 * @param limits describes the limits
 * @param minNonZero the minimum of durations other than 0, in milliseconds
 */
function duration(min: number, max: number, limits: string, minNonZero = min): Parser<number> {
  return {
    parse: (text) => {
      const ms = text === '0' ? 0 : parseDuration(text);
      return ms !== undefined && ms >= (ms === 0 ? min : minNonZero) && ms <= max ? ms : undefined;
    },
    allowed: `must be a duration like 500ms, 10s, 5m, 2h or 7d, ${limits}`,
  };
}

/** Parses a size to bytes. */
function size(min: number, zero = ZERO_IS_UNLIMITED): Parser<number> {
  return {
    parse: (text) => {
      const [, count, unit] = /^(\d{1,7})(MB|GB|TB)$/.exec(text) ?? [];
      const bytes = text === '0' ? 0 : Number(count) * SIZES[unit as keyof typeof SIZES];
      return (bytes === 0 && zero === ZERO_IS_UNLIMITED) || bytes >= min ? bytes : undefined;
    },
    allowed: `must be a size like 500MB, 20GB or 1TB, at least ${min / SIZES.MB}MB${zero}`,
  };
}

function oneOf<const T extends string>(values: readonly T[]): Parser<T> {
  return {
    parse: (text) => values.find((value) => value === text),
    allowed: `must be one of ${values.join(', ')}`,
  };
}

/** Removes the brackets of an IPv6 address: they belong to URLs, and `listen` does not accept them. */
function parseHost(text: string): string | undefined {
  const host = text.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return isIP(host) !== 0 || /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(host)
    ? host
    : undefined;
}

function parsePublicUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  const extras = url ? url.username + url.password + url.search + url.hash : '';
  return url && /^https?:$/.test(url.protocol) && extras === '' ? url : undefined;
}

function timeZoneOrUtc(text: string): string {
  return parseTimeZone(text) ?? 'UTC';
}

/** Returns the IANA time zone that a value of `TZ` names, also in the POSIX form `:Europe/Berlin`; undefined if it names none. */
export function parseTimeZone(text: string): string | undefined {
  const name = text.replace(/^:/, '');
  return isTimeZone(name) ? name : undefined;
}

/** The host may be missing if `?host=` names the folder of a socket. */
function parseDatabaseUrl(text: string): string | undefined {
  const url = URL.parse(text, 'postgres://socket');
  return url !== null && /^postgres(ql)?:\/\//.test(text) ? text : undefined;
}

/** Stricter than a URL parser, which accepts `;` and `'` in a host: origins become part of the content security policy. */
const ORIGIN = /^https?:\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d+)?$/;

function parseOrigins(text: string): readonly string[] | undefined {
  const origins = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map(parseOrigin);
  return origins.every((origin) => origin !== undefined) ? [...new Set(origins)] : undefined;
}

function parseOrigin(text: string): string | undefined {
  const url = URL.parse(text);
  return url !== null && url.href === `${url.origin}/` && ORIGIN.test(url.origin) ? url.origin : undefined;
}
