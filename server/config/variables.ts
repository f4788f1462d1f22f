import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isTimeZone } from '../../wire/time-zone.js';
import { parseDuration } from '../common/time/duration.js';
import { PACKAGE_ROOT } from './package-root.js';

/** What a variable's text may be, in words, and how it is read: undefined where it may not. */
interface Reader<T> {
  readonly read: (text: string) => T | undefined;
  readonly allowed: string;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const DAY = 86_400_000;

/** Longer timers overflow in Node and would fire at once. */
const LONGEST_TIMER = 24 * DAY;

const NOT_BUILT_YET = 'must not be set: this version runs as one process';

const SIZES = { MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 } as const;

/** What a size's description says of 0. */
const ZERO_IS_NO_BOUND = ', or 0 (no bound)';
const NO_ZERO = '';

const FOREVER_OR_LONG = duration(0, 36_500 * DAY, 'from 1h to 36500d, or 0 (for ever)', 3_600_000);

/** Every variable of the environment that Boardcast reads, with its default; the one place that knows them. */
export const variablesSchema = z.object({
  PORT: variable(wholeNumber(0, 65_535), 3000),
  HOST: variable({ read: readHost, allowed: 'must be an IP address or a host name' }, '127.0.0.1'),
  ACCESS: variable(oneOf(['local', 'open'] as const), 'local'),
  DATA_DIR: variable({ read: (text) => resolve(text), allowed: 'must be a folder' }, join(PACKAGE_ROOT, 'data')),
  BOARDS_DIR: variable<string | undefined>({ read: (text) => resolve(text), allowed: 'must be a folder' }, undefined),
  CACHE_TTL: variable(duration(0, DAY, 'from 0 (nothing is cached) to 1d'), 10_000),
  NOTIFY_INTERVAL: variable(duration(1, 3_600_000, 'from 1ms to 1h'), 1_000),
  POLL_INTERVAL: variable(duration(100, LONGEST_TIMER, 'from 100ms to 24d'), 60_000),
  RECONNECT_DELAY: variable(duration(1, 3_600_000, 'from 1ms to 1h'), 3_000),
  RETENTION: variable(duration(60_000, 36_500 * DAY, 'from 1m to 36500d'), 7 * DAY),
  RETENTION_1M: variable(FOREVER_OR_LONG, 30 * DAY),
  RETENTION_10M: variable(FOREVER_OR_LONG, 180 * DAY),
  RETENTION_1H: variable(FOREVER_OR_LONG, 0),
  MAX_DATA_SIZE: variable(size(10 * SIZES.MB), 0),
  STATUS_RETENTION: variable(duration(60_000, 36_500 * DAY, 'from 1m to 36500d'), 365 * DAY),
  PUBLIC_URL: variable<URL | undefined>(
    { read: readPublicUrl, allowed: 'must be a URL like https://boards.example.com, without user, query or fragment' },
    undefined,
  ),
  EMBED_ORIGINS: variable<readonly string[]>(
    {
      read: readOrigins,
      allowed:
        'must be origins separated by commas, like https://cams.example.com,http://192.168.1.20:8080, without paths',
    },
    [],
  ),
  // Other programs read it, too, and know more forms of it: what is no name of a zone is no reason not to start.
  TZ: variable<string>({ read: readTimeZone, allowed: '' }, 'UTC'),
  LOG_LEVEL: variable(oneOf(LOG_LEVELS), 'info'),
  MAX_SERIES: variable(wholeNumber(1, 10_000_000), 10_000),
  STATSD_PORT: variable<number | undefined>(wholeNumber(0, 65_535), undefined),
  MAX_SERIES_PER_METRIC: variable(wholeNumber(1, 10_000_000), 5_000),
  MAX_CONNECTIONS: variable(wholeNumber(1, 1_000_000), 20_000),
  MAX_CONNECTIONS_PER_ADDRESS: variable(wholeNumber(1, 1_000_000), 1_000),
  MAX_BODY_MEMORY: variable(size(32 * SIZES.MB, NO_ZERO), 128 * SIZES.MB),
  IMPORT_IDLE_TIMEOUT: variable(duration(1_000, DAY, 'from 1s to 1d'), 60_000),
  QUERY_TIMEOUT: variable(duration(100, 600_000, 'from 100ms to 10m'), 5_000),
  MAX_PREVIEWS: variable(wholeNumber(1, 1_000), 16),
  WEBHOOK_TIMEOUT: variable(duration(100, 60_000, 'from 100ms to 1m'), 2_000),
  MAX_WEBHOOKS: variable(wholeNumber(1, 100_000), 100),
  MAX_BOARDS: variable(wholeNumber(1, 1_000_000), 1_000),
  MAX_SNAPSHOT_SIZE: variable(size(1 * SIZES.MB, NO_ZERO), 16 * SIZES.MB),
  DATABASE_URL: variable<string | undefined>(
    { read: readDatabaseUrl, allowed: 'must be a URL like postgres://user:password@host:5432/database' },
    undefined,
  ),
  REDIS_URL: variable<undefined>({ read: () => undefined, allowed: NOT_BUILT_YET }, undefined),
});
export type Variables = z.infer<typeof variablesSchema>;

/** Whether only this machine can reach what listens on the host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function variable<T>({ read, allowed }: Reader<T>, fallback: T) {
  return z
    .string()
    .optional()
    .transform((text, context): T => {
      if (text === undefined) return fallback;
      const value = read(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: allowed });
      return z.NEVER;
    });
}

function wholeNumber(min: number, max: number): Reader<number> {
  return {
    read: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
    allowed: `must be a whole number from ${min} to ${max}`,
  };
}

/** @param atLeast what but 0 must not be below */
function duration(min: number, max: number, limits: string, atLeast = min): Reader<number> {
  return {
    read: (text) => {
      const ms = text === '0' ? 0 : parseDuration(text);
      return ms !== undefined && ms >= (ms === 0 ? min : atLeast) && ms <= max ? ms : undefined;
    },
    allowed: `must be a duration like 500ms, 10s, 5m, 2h or 7d, ${limits}`,
  };
}

/** Bytes; 0, where it is allowed, for no bound. */
function size(min: number, zero = ZERO_IS_NO_BOUND): Reader<number> {
  return {
    read: (text) => {
      const [, count, unit] = /^(\d{1,7})(MB|GB|TB)$/.exec(text) ?? [];
      const bytes = text === '0' ? 0 : Number(count) * SIZES[unit as keyof typeof SIZES];
      return (bytes === 0 && zero === ZERO_IS_NO_BOUND) || bytes >= min ? bytes : undefined;
    },
    allowed: `must be a size like 500MB, 20GB or 1TB, at least ${min / SIZES.MB}MB${zero}`,
  };
}

function oneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return {
    read: (text) => values.find((value) => value === text),
    allowed: `must be one of ${values.join(', ')}`,
  };
}

/** Brackets around an IPv6 address are for URLs; listening takes it bare. */
function readHost(text: string): string | undefined {
  const host = text.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return isIP(host) !== 0 || /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(host)
    ? host
    : undefined;
}

function readPublicUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  const extras = url ? url.username + url.password + url.search + url.hash : '';
  return url && /^https?:$/.test(url.protocol) && extras === '' ? url : undefined;
}

/** The form of POSIX for names of files (`:Europe/Berlin`) is a zone's name, too. */
function readTimeZone(text: string): string {
  return parseTimeZone(text) ?? 'UTC';
}

/** The IANA time zone that a value of `TZ` names, with or without a colon (POSIX); undefined if it names none. */
export function parseTimeZone(text: string): string | undefined {
  const name = text.replace(/^:/, '');
  return isTimeZone(name) ? name : undefined;
}

/** The host may be missing where `?host=` names a socket's folder. */
function readDatabaseUrl(text: string): string | undefined {
  const url = URL.parse(text, 'postgres://socket');
  return url !== null && /^postgres(ql)?:\/\//.test(text) ? text : undefined;
}

/** What a URL's parser lets through in a host, `;` and `'` among it, would end up in the pages' content security policy. */
const ORIGIN = /^https?:\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d+)?$/;

function readOrigins(text: string): readonly string[] | undefined {
  const origins = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map(readOrigin);
  return origins.every((origin) => origin !== undefined) ? [...new Set(origins)] : undefined;
}

function readOrigin(text: string): string | undefined {
  const url = URL.parse(text);
  return url !== null && url.href === `${url.origin}/` && ORIGIN.test(url.origin) ? url.origin : undefined;
}
