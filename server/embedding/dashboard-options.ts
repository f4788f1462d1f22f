import type { Authorize } from '../access/principal.js';
import type { LogLevel, ServerParts } from '../config/settings.js';

/**
 * The options of `DashboardModule.forRoot` and `forRootAsync`. All are optional. Durations are milliseconds and sizes are bytes.
 * An invalid option prevents the start, with a message that names all invalid options.
 */
export interface DashboardOptions {
  /** The path below which Boardcast answers. Default: `/boardcast`. */
  prefix?: string | undefined;
  /** Parts to leave out, like `{ health: false }`. Default: all parts are on. */
  parts?: Partial<ServerParts> | undefined;
  /**
   * Decides who sends a request: null is answered with 401, and a viewer cannot write (403). With it, the hosts and proxies of
   * requests are not checked. Default: `access` decides.
   */
  authorize?: Authorize | undefined;
  /**
   * Without `authorize`: `local` serves programs and browsers on this machine only, `open` serves everyone who can reach the
   * application. Default: `local`.
   */
  access?: 'local' | 'open' | undefined;
  /**
   * Metadata of all routes, as `SetMetadata` would set it, like `{ isPublic: true }`. The application's global guards run for the
   * routes of the API, health and metrics, and can read it with `Reflector`.
   */
  routeMetadata?: Readonly<Record<string | symbol, unknown>> | undefined;
  /**
   * Whether settings that are not given here are read from the environment variables of the standalone server and the file
   * `.env`. Default: false.
   */
  fromEnvironment?: boolean | undefined;
  /** The folder of the database. Default: `data` in the working directory. */
  dataDir?: string | undefined;
  /** The URL of a PostgreSQL database to use instead of `dataDir`. */
  databaseUrl?: string | undefined;
  /** The time between two backups of the SQLite database, which are written to `backups` in `dataDir`; 0 turns them off. Default: 0. */
  backupEveryMs?: number | undefined;
  /** The number of these backups that are kept. Default: 7. */
  backupKeep?: number | undefined;
  /** A folder with board files. Default: none. */
  boardsDir?: string | undefined;
  /** The address that people use, if requests come through a proxy. */
  publicUrl?: string | URL | undefined;
  /** Origins of other sites whose pages may use the API and the WebSocket, each as `https://host[:port]`. Default: none. */
  allowedOrigins?: readonly string[] | undefined;
  /** Origins of other sites whose images and pages panels may show. Default: none. */
  embedOrigins?: readonly string[] | undefined;
  /** The IANA time zone of boards that do not set one. Default: `UTC`. */
  timeZone?: string | undefined;
  /** How long loaded data is served without loading it again; 0 turns caching off. Default: 10,000. */
  cacheTtlMs?: number | undefined;
  /** The time between two notifications of a board. Default: 1,000. */
  notifyIntervalMs?: number | undefined;
  /** How often pages load all data again. Default: 60,000. */
  pollIntervalMs?: number | undefined;
  /** How long pages wait before they reconnect. Default: 3,000. */
  reconnectDelayMs?: number | undefined;
  /** How long points and events are kept. Default: 7 days. */
  retentionMs?: number | undefined;
  /** How long rollups per minute are kept; 0 is unlimited. Default: 30 days. */
  retention1mMs?: number | undefined;
  /** How long rollups per ten minutes are kept; 0 is unlimited. Default: 180 days. */
  retention10mMs?: number | undefined;
  /** How long rollups per hour are kept; 0 is unlimited. Default: 0. */
  retention1hMs?: number | undefined;
  /** How long the history of statuses is kept. Default: 365 days. */
  statusRetentionMs?: number | undefined;
  /** The size of the database above which the oldest history is deleted early; 0 is unlimited. Default: 0. */
  maxDataBytes?: number | undefined;
  /** The limit of series. Default: 10,000. */
  maxSeries?: number | undefined;
  /** The limit of series of one metric. Default: 5,000. */
  maxSeriesPerMetric?: number | undefined;
  /** The limit of WebSocket connections. Default: 20,000. */
  maxConnections?: number | undefined;
  /** The limit of WebSocket connections from one address. Default: 1,000. */
  maxConnectionsPerAddress?: number | undefined;
  /** The limit of memory for all request bodies at the same time. Default: 128 MiB. */
  maxBodyMemoryBytes?: number | undefined;
  /** An import fails if it receives nothing for this time. Default: 60,000. */
  importIdleTimeoutMs?: number | undefined;
  /** The time limit of a panel's query. Default: 5,000. */
  queryTimeoutMs?: number | undefined;
  /** The limit of previews that run at the same time. Default: 16. */
  maxPreviews?: number | undefined;
  /** The time limit for mapping one webhook request. Default: 2,000. */
  webhookTimeoutMs?: number | undefined;
  /** The limit of webhooks. Default: 100. */
  maxWebhooks?: number | undefined;
  /** The limit of stored boards. Default: 1,000. */
  maxBoards?: number | undefined;
  /** The size limit of one board's data as JSON. Default: 16 MiB. */
  maxSnapshotBytes?: number | undefined;
  /** The UDP port for StatsD on 127.0.0.1; 0 is any free port. Default: StatsD is off. */
  statsdPort?: number | undefined;
  /** At `debug` and `trace`, every request is logged. Everything else is logged with the application's logger. Default: `info`. */
  logLevel?: LogLevel | undefined;
}
