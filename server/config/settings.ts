export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** The whole configuration, read and checked once at start; also its injection token. Times are milliseconds. */
export abstract class Settings {
  abstract readonly port: number;
  abstract readonly host: string;
  /** `open`: any host may be listened on, and any proxy may stand before. `local`: this machine only. */
  abstract readonly access: 'local' | 'open';
  abstract readonly dataDir: string;
  /** Where PostgreSQL keeps the data instead; may hold a password. */
  abstract readonly databaseUrl: string | undefined;
  /** A folder of boards as files; without one there are none. */
  abstract readonly boardsDir: string | undefined;
  /** 0: nothing is cached. */
  abstract readonly cacheTtlMs: number;
  abstract readonly notifyIntervalMs: number;
  abstract readonly pollIntervalMs: number;
  abstract readonly reconnectDelayMs: number;
  abstract readonly retentionMs: number;
  /** Of the rollups by minutes, ten minutes and hours; 0: for ever. None is kept for less than a finer one. */
  abstract readonly retention1mMs: number;
  abstract readonly retention10mMs: number;
  abstract readonly retention1hMs: number;
  /** What the database may grow to before the oldest history goes early; 0: no bound. */
  abstract readonly maxDataBytes: number;
  /** How long the history of statuses is kept. */
  abstract readonly statusRetentionMs: number;
  abstract readonly maxSeries: number;
  /** How many of them one metric may have. */
  abstract readonly maxSeriesPerMetric: number;
  /** How many WebSocket connections there may be, in total and of one address (loopback addresses have no own limit). */
  abstract readonly maxConnections: number;
  abstract readonly maxConnectionsPerAddress: number;
  /** How many bytes the request bodies that are being decompressed or wait to be decoded may take together. */
  abstract readonly maxBodyMemoryBytes: number;
  /** After this time without a byte an import is given up. */
  abstract readonly importIdleTimeoutMs: number;
  /** How long a query of a panel or a preview may compute. */
  abstract readonly queryTimeoutMs: number;
  /** How many previews may be computed at the same time. */
  abstract readonly maxPreviews: number;
  /** How long the mapping of a webhook may take for one request. */
  abstract readonly webhookTimeoutMs: number;
  abstract readonly maxWebhooks: number;
  /** How many boards may be stored. */
  abstract readonly maxBoards: number;
  /** How large the data of one board may be as JSON; a panel that does not fit gets an error instead. */
  abstract readonly maxSnapshotBytes: number;
  /** Where StatsD's datagrams are received, on `host`; without it nowhere. 0: any free port. */
  abstract readonly statsdPort: number | undefined;
  abstract readonly publicUrl: URL | undefined;
  /** Other origins that panels may show images and pages from, each as `https://host[:port]`. */
  abstract readonly embedOrigins: readonly string[];
  /** Of boards that say none: an IANA name. */
  abstract readonly timeZone: string;
  abstract readonly logLevel: LogLevel;
  /** Version of the package. */
  abstract readonly version: string;
}

export type SettingValues = Pick<Settings, keyof Settings>;

/** Settings of these values, as an instance of the injection token. */
export function createSettings(values: SettingValues, overrides: Partial<SettingValues> = {}): Settings {
  return Object.assign(Object.create(Settings.prototype) as Settings, values, overrides);
}
