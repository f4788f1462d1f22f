import { type Settings } from '../../server/config/settings.js';

/** The defaults, as a running server has them, with the test's own on top. */
export function testSettings(own: Partial<Settings> = {}): Settings {
  return {
    port: 0,
    host: '127.0.0.1',
    access: 'local',
    dataDir: '',
    databaseUrl: undefined,
    boardsDir: undefined,
    cacheTtlMs: 10_000,
    notifyIntervalMs: 1_000,
    pollIntervalMs: 60_000,
    reconnectDelayMs: 3_000,
    retentionMs: 7 * 24 * 3_600_000,
    retention1mMs: 30 * 24 * 3_600_000,
    retention10mMs: 180 * 24 * 3_600_000,
    retention1hMs: 0,
    maxDataBytes: 0,
    statusRetentionMs: 365 * 24 * 3_600_000,
    maxSeries: 10_000,
    maxSeriesPerMetric: 5_000,
    statsdPort: undefined,
    publicUrl: undefined,
    embedOrigins: [],
    logLevel: 'silent',
    version: '0.0.0-test',
    ...own,
  };
}
