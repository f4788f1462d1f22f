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

/** The lowest severity that is logged. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/**
 * The settings of the server, loaded and validated once at start. Inject them to read them. Durations are milliseconds, sizes are bytes.
 */
export abstract class Settings {
  /** The port to listen on. An application that embeds the server listens itself. */
  abstract readonly port: number;
  /** The address to listen on. An application that embeds the server listens itself. */
  abstract readonly host: string;
  /** `open`: the server may listen on any host and be behind a proxy. `local`: only this machine may use it. */
  abstract readonly access: 'local' | 'open';
  /** The path below which the server answers, like `/boards`; empty for `/`. */
  abstract readonly prefix: string;
  /** The parts that answer requests. */
  abstract readonly parts: ServerParts;
  /** The folder of the database. */
  abstract readonly dataDir: string;
  /** The PostgreSQL database to use instead of `dataDir`. It may contain a password. */
  abstract readonly databaseUrl: string | undefined;
  /** The time between two backups that the server makes by itself; 0 turns them off. */
  abstract readonly backupEveryMs: number;
  /** The number of these backups that are kept. */
  abstract readonly backupKeep: number;
  /** The folder with board files; undefined if there are none. */
  abstract readonly boardsDir: string | undefined;
  /** How long loaded data is served without loading it again. 0 turns caching off. */
  abstract readonly cacheTtlMs: number;
  /** The time between two notifications of a board. */
  abstract readonly notifyIntervalMs: number;
  /** How often pages load all data again. */
  abstract readonly pollIntervalMs: number;
  /** How long pages wait before they reconnect. */
  abstract readonly reconnectDelayMs: number;
  /** How long points and events are kept. */
  abstract readonly retentionMs: number;
  /** How long rollups per minute are kept; 0 is unlimited. A coarser level is kept at least as long as a finer one. */
  abstract readonly retention1mMs: number;
  /** How long rollups per ten minutes are kept; 0 is unlimited. */
  abstract readonly retention10mMs: number;
  /** How long rollups per hour are kept; 0 is unlimited. */
  abstract readonly retention1hMs: number;
  /** The size of the database above which the oldest history is deleted early; 0 is unlimited. */
  abstract readonly maxDataBytes: number;
  /** Retention of the history of statuses. */
  abstract readonly statusRetentionMs: number;
  /** The limit of series, of statuses, and of tables. */
  abstract readonly maxSeries: number;
  /** The limit of series of one metric. */
  abstract readonly maxSeriesPerMetric: number;
  /** The limit of WebSocket connections. */
  abstract readonly maxConnections: number;
  /** The limit of WebSocket connections from one address. Loopback addresses have none. */
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
  /** The limit of webhook mappings. */
  abstract readonly maxWebhooks: number;
  /** The limit of stored boards. */
  abstract readonly maxBoards: number;
  /** The size limit of one board's data as JSON. A panel that does not fit shows an error. */
  abstract readonly maxSnapshotBytes: number;
  /** The UDP port for StatsD on `host`: 0 is any free port, undefined turns StatsD off. */
  abstract readonly statsdPort: number | undefined;
  /** The address that people use; undefined if it is that of their requests. */
  abstract readonly publicUrl: URL | undefined;
  /** Origins of other sites whose pages may use the API and the WebSocket, each as `https://host[:port]`. */
  abstract readonly allowedOrigins: readonly string[];
  /** Origins of other sites whose images and pages panels may show, each as `https://host[:port]`. */
  abstract readonly embedOrigins: readonly string[];
  /** The IANA time zone of boards that do not set one. */
  abstract readonly timeZone: string;
  /** The extensions of the standalone server: paths of files, or names of packages. */
  abstract readonly extensions: readonly string[];
  /** The lowest severity that is logged. */
  abstract readonly logLevel: LogLevel;
  /** The version of the package. */
  abstract readonly version: string;
}

export type SettingValues = Pick<Settings, keyof Settings>;

/** Creates an instance of the injection token with these values. */
export function createSettings(values: SettingValues): Settings {
  return Object.assign(Object.create(Settings.prototype) as Settings, values);
}
