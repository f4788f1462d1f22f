/** The parts of the server that answer requests. */
export interface ServerParts {
  /** The pages for browsers. */
  readonly client: boolean;
  /** The REST API, the protocols of other systems and the WebSocket. The pages need it. */
  readonly api: boolean;
  /** `/api/openapi.json` and `/api/docs`. */
  readonly openApi: boolean;
  /** `/health/live` and `/health/ready`. */
  readonly health: boolean;
  /** `/metrics`, the server's own metrics for Prometheus. */
  readonly metrics: boolean;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** The configuration, loaded and validated once at start. The class is also the injection token. Times are milliseconds. */
export abstract class Settings {
  abstract readonly port: number;
  abstract readonly host: string;
  /** `open`: the server may listen on any host and be behind a proxy. `local`: only this machine may use it. */
  abstract readonly access: 'local' | 'open';
  /** The path below which the server answers, like `/boards`; empty for `/`. */
  abstract readonly prefix: string;
  abstract readonly parts: ServerParts;
  abstract readonly dataDir: string;
  /** The PostgreSQL database to use instead of `dataDir`. It may contain a password. */
  abstract readonly databaseUrl: string | undefined;
  /** The folder with board files; undefined if there are none. */
  abstract readonly boardsDir: string | undefined;
  /** 0 turns caching off. */
  abstract readonly cacheTtlMs: number;
  abstract readonly notifyIntervalMs: number;
  abstract readonly pollIntervalMs: number;
  abstract readonly reconnectDelayMs: number;
  abstract readonly retentionMs: number;
  /** Retention of rollups per minute, ten minutes and hour; 0 is unlimited. A coarser level is kept at least as long as a finer one. */
  abstract readonly retention1mMs: number;
  abstract readonly retention10mMs: number;
  abstract readonly retention1hMs: number;
  /** The size of the database above which the oldest history is deleted early; 0 is unlimited. */
  abstract readonly maxDataBytes: number;
  /** Retention of the history of statuses. */
  abstract readonly statusRetentionMs: number;
  abstract readonly maxSeries: number;
  /** The limit of series of one metric. */
  abstract readonly maxSeriesPerMetric: number;
  /** The limits of WebSocket connections, in total and per address. Loopback addresses have no limit of their own. */
  abstract readonly maxConnections: number;
  abstract readonly maxConnectionsPerAddress: number;
  /** The limit of memory for all request bodies that are being received, decompressed or decoded. */
  abstract readonly maxBodyMemoryBytes: number;
  /** An import fails if it receives nothing for this time. */
  abstract readonly importIdleTimeoutMs: number;
  /** The time limit of a panel's query and of a preview. */
  abstract readonly queryTimeoutMs: number;
  /** The limit of previews that run at the same time. */
  abstract readonly maxPreviews: number;
  /** The time limit for mapping one webhook request. */
  abstract readonly webhookTimeoutMs: number;
  abstract readonly maxWebhooks: number;
  /** The limit of stored boards. */
  abstract readonly maxBoards: number;
  /** The size limit of one board's data as JSON. A panel that does not fit shows an error. */
  abstract readonly maxSnapshotBytes: number;
  /** The UDP port for StatsD on `host`: 0 is any free port, undefined turns StatsD off. */
  abstract readonly statsdPort: number | undefined;
  abstract readonly publicUrl: URL | undefined;
  /** Origins of other sites whose pages may use the API and the WebSocket, each as `https://host[:port]`. */
  abstract readonly allowedOrigins: readonly string[];
  /** Origins of other sites whose images and pages panels may show, each as `https://host[:port]`. */
  abstract readonly embedOrigins: readonly string[];
  /** The IANA time zone of boards that do not set one. */
  abstract readonly timeZone: string;
  /** The extensions of the standalone server: paths of files, or names of packages. */
  abstract readonly extensions: readonly string[];
  abstract readonly logLevel: LogLevel;
  /** The version of the package. */
  abstract readonly version: string;
}

export type SettingValues = Pick<Settings, keyof Settings>;

/** Creates an instance of the injection token with these values. */
export function createSettings(values: SettingValues): Settings {
  return Object.assign(Object.create(Settings.prototype) as Settings, values);
}
