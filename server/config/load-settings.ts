import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { StartupError } from '../common/errors/startup-error.js';
import { defaultDataDir } from './data-dir.js';
import { PACKAGE_VERSION } from './package-root.js';
import { type Settings, createSettings } from './settings.js';
import { isLoopback, variablesSchema } from './variables.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that may contain a password. Their values are never shown. */
const SECRET_VARIABLES: ReadonlySet<string> = new Set(['DATABASE_URL', 'REDIS_URL', 'PUBLIC_URL']);

/**
 * Loads the settings of this process from the environment, then from the file `.env` in the working directory, then from the
 * defaults. An empty variable counts as not set.
 *
 * @throws StartupError that names every invalid variable and its allowed values
 */
export function loadSettings(environment: Environment = process.env, folder = process.cwd()): Settings {
  return parseSettings({ ...withoutEmpty(readEnvFile(join(folder, '.env'))), ...withoutEmpty(environment) }, folder);
}

/**
 * Parses the settings in an environment, without `.env`.
 * @param folder the working directory, which contains the default data folder
 */
export function parseSettings(environment: Environment, folder = process.cwd()): Settings {
  const given = withoutEmpty(environment);
  const result = variablesSchema.safeParse(given);
  const issues = result.error?.issues ?? [];
  const problems = [
    ...issues.map(({ path, message }) => describe(String(path[0]), given, message)),
    ...exposureProblems(given),
  ];
  if (!result.success || problems.length > 0) {
    const count = problems.length === 1 ? 'One setting is' : `${problems.length} settings are`;
    throw new StartupError(`${count} invalid:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  }
  const variables = result.data;
  return createSettings({
    port: variables.PORT,
    host: variables.HOST,
    access: variables.ACCESS,
    // With PostgreSQL, there is no data folder to look for.
    dataDir:
      variables.DATA_DIR ?? (variables.DATABASE_URL === undefined ? defaultDataDir(folder) : join(folder, 'data')),
    databaseUrl: variables.DATABASE_URL,
    boardsDir: variables.BOARDS_DIR,
    cacheTtlMs: variables.CACHE_TTL,
    notifyIntervalMs: variables.NOTIFY_INTERVAL,
    pollIntervalMs: variables.POLL_INTERVAL,
    reconnectDelayMs: variables.RECONNECT_DELAY,
    retentionMs: variables.RETENTION,
    retention1mMs: variables.RETENTION_1M,
    retention10mMs: variables.RETENTION_10M,
    retention1hMs: variables.RETENTION_1H,
    maxDataBytes: variables.MAX_DATA_SIZE,
    statusRetentionMs: variables.STATUS_RETENTION,
    maxSeries: variables.MAX_SERIES,
    maxSeriesPerMetric: variables.MAX_SERIES_PER_METRIC,
    maxConnections: variables.MAX_CONNECTIONS,
    maxConnectionsPerAddress: variables.MAX_CONNECTIONS_PER_ADDRESS,
    maxBodyMemoryBytes: variables.MAX_BODY_MEMORY,
    importIdleTimeoutMs: variables.IMPORT_IDLE_TIMEOUT,
    queryTimeoutMs: variables.QUERY_TIMEOUT,
    maxPreviews: variables.MAX_PREVIEWS,
    webhookTimeoutMs: variables.WEBHOOK_TIMEOUT,
    maxWebhooks: variables.MAX_WEBHOOKS,
    maxBoards: variables.MAX_BOARDS,
    maxSnapshotBytes: variables.MAX_SNAPSHOT_SIZE,
    statsdPort: variables.STATSD_PORT,
    publicUrl: variables.PUBLIC_URL,
    embedOrigins: variables.EMBED_ORIGINS,
    timeZone: variables.TZ,
    logLevel: variables.LOG_LEVEL,
    version: PACKAGE_VERSION,
  });
}

/** While there are no accounts, everyone who can reach the server can read and write, so this must be set explicitly. */
function exposureProblems(environment: Environment): string[] {
  const { success, data } = variablesSchema.pick({ HOST: true, ACCESS: true }).safeParse(environment);
  return !success || isLoopback(data.HOST) || data.ACCESS === 'open'
    ? []
    : [
        `HOST is '${data.HOST}', which others on the network can reach, and there are no accounts yet: ` +
          `set ACCESS=open to let everyone read and write, or leave HOST at 127.0.0.1.`,
      ];
}

function describe(name: string, environment: Environment, message: string): string {
  const text = environment[name] ?? '';
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return SECRET_VARIABLES.has(name) ? `${name} ${message}.` : `${name} is '${shown}', but ${message}.`;
}

function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new StartupError(`The file ${path} cannot be read (${code ?? message}): make it readable, or remove it.`, {
      cause: error,
    });
  }
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== undefined && text !== ''));
}
