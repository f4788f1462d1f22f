import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../wire/duration.js';
import { PACKAGE_VERSION } from './package-root.js';
import {
  duration,
  folder,
  host,
  list,
  oneOf,
  origins,
  pathPrefix,
  postgresUrl,
  publicUrl,
  type SettingKind,
  size,
  SIZES,
  timeZone,
  wholeNumber,
} from './setting-kinds.js';
import type { SettingValues } from './settings.js';

/** A setting: the variable and the rule of its value, and its default. */
export interface SettingDefinition<T> {
  /** The environment variable; undefined if the setting has none. */
  readonly variable?: string;
  readonly kind: SettingKind<NonNullable<T>>;
  readonly fallback: T;
  /** Whether the value may contain a password, so that it is never shown. */
  readonly secret?: true;
}

/** The settings that are read from the environment or from options. */
export type SettingName = Exclude<keyof SettingValues, 'parts' | 'version'>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Longer timers overflow in Node and fire at once. */
const MAX_TIMER_MS = 24 * DAY_MS;

const MAX_RETENTION_MS = 36_500 * DAY_MS;
const RETENTION = duration({ min: MINUTE_MS, max: MAX_RETENTION_MS });
const ROLLUP_RETENTION = duration({ min: HOUR_MS, max: MAX_RETENTION_MS, zero: 'unlimited' });

/** Every setting with its default. `DashboardModule.forRoot` has options for most of them: see `settingsFromOptions`. */
export const SETTING_DEFINITIONS: { readonly [K in SettingName]: SettingDefinition<SettingValues[K]> } = {
  port: { variable: 'PORT', kind: wholeNumber(0, 65_535), fallback: 3000 },
  host: { variable: 'HOST', kind: host(), fallback: '127.0.0.1' },
  access: { variable: 'ACCESS', kind: oneOf(['local', 'open']), fallback: 'local' },
  prefix: { variable: 'BASE_PATH', kind: pathPrefix(), fallback: '' },
  dataDir: { variable: 'DATA_DIR', kind: folder(), fallback: 'data' },
  databaseUrl: { variable: 'DATABASE_URL', kind: postgresUrl(), fallback: undefined, secret: true },
  backupEveryMs: {
    variable: 'BACKUP_EVERY',
    kind: duration({ min: MINUTE_MS, max: 365 * DAY_MS, zero: 'no backups' }),
    fallback: 0,
  },
  backupKeep: { variable: 'BACKUP_KEEP', kind: wholeNumber(1, 10_000), fallback: 7 },
  boardsDir: { variable: 'BOARDS_DIR', kind: folder(), fallback: undefined },
  cacheTtlMs: {
    variable: 'CACHE_TTL',
    kind: duration({ min: 1, max: DAY_MS, zero: 'nothing is cached' }),
    fallback: 10_000,
  },
  notifyIntervalMs: { variable: 'NOTIFY_INTERVAL', kind: duration({ min: 1, max: HOUR_MS }), fallback: 1_000 },
  pollIntervalMs: { variable: 'POLL_INTERVAL', kind: duration({ min: 100, max: MAX_TIMER_MS }), fallback: 60_000 },
  reconnectDelayMs: { variable: 'RECONNECT_DELAY', kind: duration({ min: 1, max: HOUR_MS }), fallback: 3_000 },
  retentionMs: { variable: 'RETENTION', kind: RETENTION, fallback: 7 * DAY_MS },
  retention1mMs: { variable: 'RETENTION_1M', kind: ROLLUP_RETENTION, fallback: 30 * DAY_MS },
  retention10mMs: { variable: 'RETENTION_10M', kind: ROLLUP_RETENTION, fallback: 180 * DAY_MS },
  retention1hMs: { variable: 'RETENTION_1H', kind: ROLLUP_RETENTION, fallback: 0 },
  maxDataBytes: { variable: 'MAX_DATA_SIZE', kind: size({ min: 10 * SIZES.MB, zero: 'unlimited' }), fallback: 0 },
  statusRetentionMs: { variable: 'STATUS_RETENTION', kind: RETENTION, fallback: 365 * DAY_MS },
  maxSeries: { variable: 'MAX_SERIES', kind: wholeNumber(1, 10_000_000), fallback: 10_000 },
  maxSeriesPerMetric: { variable: 'MAX_SERIES_PER_METRIC', kind: wholeNumber(1, 10_000_000), fallback: 5_000 },
  maxConnections: { variable: 'MAX_CONNECTIONS', kind: wholeNumber(1, 1_000_000), fallback: 20_000 },
  maxConnectionsPerAddress: {
    variable: 'MAX_CONNECTIONS_PER_ADDRESS',
    kind: wholeNumber(1, 1_000_000),
    fallback: 1_000,
  },
  maxBodyMemoryBytes: { variable: 'MAX_BODY_MEMORY', kind: size({ min: 32 * SIZES.MB }), fallback: 128 * SIZES.MB },
  importIdleTimeoutMs: {
    variable: 'IMPORT_IDLE_TIMEOUT',
    kind: duration({ min: 1_000, max: DAY_MS }),
    fallback: 60_000,
  },
  queryTimeoutMs: { variable: 'QUERY_TIMEOUT', kind: duration({ min: 100, max: 10 * MINUTE_MS }), fallback: 5_000 },
  maxPreviews: { variable: 'MAX_PREVIEWS', kind: wholeNumber(1, 1_000), fallback: 16 },
  webhookTimeoutMs: { variable: 'WEBHOOK_TIMEOUT', kind: duration({ min: 100, max: MINUTE_MS }), fallback: 2_000 },
  maxWebhooks: { variable: 'MAX_WEBHOOKS', kind: wholeNumber(1, 100_000), fallback: 100 },
  maxBoards: { variable: 'MAX_BOARDS', kind: wholeNumber(1, 1_000_000), fallback: 1_000 },
  maxSnapshotBytes: { variable: 'MAX_SNAPSHOT_SIZE', kind: size({ min: SIZES.MB }), fallback: 16 * SIZES.MB },
  statsdPort: { variable: 'STATSD_PORT', kind: wholeNumber(0, 65_535), fallback: undefined },
  publicUrl: { variable: 'PUBLIC_URL', kind: publicUrl(), fallback: undefined, secret: true },
  allowedOrigins: { variable: 'ALLOWED_ORIGINS', kind: origins(), fallback: [] },
  embedOrigins: { variable: 'EMBED_ORIGINS', kind: origins(), fallback: [] },
  timeZone: { variable: 'TZ', kind: timeZone(), fallback: 'UTC' },
  extensions: { variable: 'EXTENSIONS', kind: list('files or packages'), fallback: [] },
  logLevel: { variable: 'LOG_LEVEL', kind: oneOf(LOG_LEVELS), fallback: 'info' },
};

export const SETTING_NAMES = Object.keys(SETTING_DEFINITIONS) as readonly SettingName[];

/** The settings of a server without configuration. */
export const DEFAULT_SETTINGS: SettingValues = {
  ...(Object.fromEntries(Object.entries(SETTING_DEFINITIONS).map(([name, { fallback }]) => [name, fallback])) as Pick<
    SettingValues,
    SettingName
  >),
  parts: { client: true, api: true, openApi: true, health: true, metrics: true },
  version: PACKAGE_VERSION,
};
