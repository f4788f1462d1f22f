import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StartupError } from '../common/errors/startup-error.js';
import { loadSettings, parseSettings } from './load-settings.js';
import { useTempDirPerTest } from '../../test/support/use-temp-dir.js';

function messageOf(environment: Record<string, string>): string {
  try {
    parseSettings(environment);
  } catch (error) {
    if (error instanceof StartupError) return error.message;
    throw error;
  }
  return '';
}

describe('parseSettings', () => {
  it('has a default for everything', () => {
    expect(parseSettings({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      access: 'local',
      dataDir: join(process.cwd(), 'data'),
      databaseUrl: undefined,
      cacheTtlMs: 10_000,
      notifyIntervalMs: 1_000,
      pollIntervalMs: 60_000,
      reconnectDelayMs: 3_000,
      retentionMs: 604_800_000,
      retention1mMs: 2_592_000_000,
      retention10mMs: 15_552_000_000,
      retention1hMs: 0,
      maxDataBytes: 0,
      statusRetentionMs: 31_536_000_000,
      maxSeries: 10_000,
      maxSeriesPerMetric: 5_000,
      maxConnections: 20_000,
      maxConnectionsPerAddress: 1_000,
      maxBodyMemoryBytes: 134_217_728,
      importIdleTimeoutMs: 60_000,
      queryTimeoutMs: 5_000,
      maxPreviews: 16,
      webhookTimeoutMs: 2_000,
      maxWebhooks: 100,
      maxBoards: 1_000,
      maxSnapshotBytes: 16_777_216,
      statsdPort: undefined,
      publicUrl: undefined,
      embedOrigins: [],
      logLevel: 'info',
    });
    expect(parseSettings({}).version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each([
    ['PORT', '0', 'port', 0],
    ['PORT', '65535', 'port', 65_535],
    ['HOST', '::1', 'host', '::1'],
    ['HOST', '[::1]', 'host', '::1'],
    ['HOST', 'LocalHost', 'host', 'localhost'],
    ['HOST', '127.8.9.10', 'host', '127.8.9.10'],
    ['ACCESS', 'open', 'access', 'open'],
    ['DATA_DIR', '/srv/boards', 'dataDir', '/srv/boards'],
    ['CACHE_TTL', '0', 'cacheTtlMs', 0],
    ['CACHE_TTL', '2s', 'cacheTtlMs', 2_000],
    ['NOTIFY_INTERVAL', '250ms', 'notifyIntervalMs', 250],
    ['POLL_INTERVAL', '5m', 'pollIntervalMs', 300_000],
    ['RECONNECT_DELAY', '1s', 'reconnectDelayMs', 1_000],
    ['BACKUP_EVERY', '1d', 'backupEveryMs', 86_400_000],
    ['BACKUP_EVERY', '0', 'backupEveryMs', 0],
    ['BACKUP_KEEP', '30', 'backupKeep', 30],
    ['RETENTION', '90d', 'retentionMs', 7_776_000_000],
    ['RETENTION_1M', '60d', 'retention1mMs', 5_184_000_000],
    ['RETENTION_10M', '0', 'retention10mMs', 0],
    ['RETENTION_1H', '1h', 'retention1hMs', 3_600_000],
    ['MAX_DATA_SIZE', '20GB', 'maxDataBytes', 21_474_836_480],
    ['STATUS_RETENTION', '30d', 'statusRetentionMs', 2_592_000_000],
    ['MAX_SERIES', '7', 'maxSeries', 7],
    ['MAX_SERIES_PER_METRIC', '8', 'maxSeriesPerMetric', 8],
    ['STATSD_PORT', '8125', 'statsdPort', 8_125],
    ['LOG_LEVEL', 'debug', 'logLevel', 'debug'],
    ['PORT', '', 'port', 3000],
  ] as const)('reads %s=%s', (name, text, setting, parsed) => {
    expect(parseSettings({ [name]: text })[setting]).toBe(parsed);
  });

  it('reads PUBLIC_URL, with port and path', () => {
    const PUBLIC_URL = 'https://boards.example.com:8443/live';
    expect(parseSettings({ PUBLIC_URL, BASE_PATH: '/live' }).publicUrl?.href).toBe(PUBLIC_URL);
  });

  it.each([
    ['/boards', '/boards'],
    ['/boards/', '/boards'],
    ['/team-a/boards_2', '/team-a/boards_2'],
    ['/', ''],
  ])('reads BASE_PATH=%s', (text, prefix) => {
    for (const publicUrl of ['https://example.com', `https://example.com${text}`]) {
      expect(parseSettings({ BASE_PATH: text, PUBLIC_URL: publicUrl }).prefix).toBe(prefix);
    }
  });

  it.each([
    [
      { BASE_PATH: '/boards', PUBLIC_URL: 'https://example.com/live/' },
      "'/live', but the server answers below '/boards/'",
    ],
    [{ PUBLIC_URL: 'https://example.com/live' }, "'/live', but the server answers below '/'"],
    [{ BASE_PATH: '/health' }, "BASE_PATH is '/health', but health checks"],
    [{ BASE_PATH: '/health/boards' }, 'use another path'],
  ])('rejects %p', (environment: Record<string, string>, expected) => {
    expect(messageOf(environment)).toContain(expected);
  });

  it.each([
    ['https://cams.example.com', ['https://cams.example.com']],
    [
      ' HTTPS://Cams.example.com:443/ , http://192.168.1.20:8080,',
      ['https://cams.example.com', 'http://192.168.1.20:8080'],
    ],
    ['http://[::1]:8080', ['http://[::1]:8080']],
    ['https://a.example,https://a.example', ['https://a.example']],
  ])('reads EMBED_ORIGINS=%s as origins', (text, origins) => {
    expect(parseSettings({ EMBED_ORIGINS: text }).embedOrigins).toEqual(origins);
  });

  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    [':Asia/Tokyo', 'Asia/Tokyo'],
    ['UTC', 'UTC'],
    ['CET-1CEST,M3.5.0,M10.5.0/3', 'UTC'],
    ['/etc/localtime', 'UTC'],
    ['', 'UTC'],
    [undefined, 'UTC'],
  ])('reads TZ=%s as the time zone %s', (text, zone) => {
    expect(parseSettings({ TZ: text }).timeZone).toBe(zone);
  });

  it.each([
    ['PORT', ['-1', '65536', '3000.5', '0x10', 'http', ' 80'], 'a whole number from 0 to 65535'],
    ['HOST', ['http://x', 'a b', '-x', '127.0.0.1:80'], 'an IP address or a host name'],
    ['ACCESS', ['closed', 'OPEN', 'true'], 'one of local, open'],
    ['BASE_PATH', ['boards', '//x', '/a b', '/a/../b', 'https://x/boards'], "a path like '/boards'"],
    ['BACKUP_EVERY', ['1', '59s', '366d', 'daily'], 'from 1m to 365d, or 0 (no backups)'],
    ['BACKUP_KEEP', ['0', '-1', 'all'], 'a whole number from 1 to 10000'],
    ['CACHE_TTL', ['10', '-1s', '1.5s', '2d', '10 s'], 'a duration like 500ms'],
    ['NOTIFY_INTERVAL', ['0', '0s', '2h', 'fast'], 'from 1ms to 1h'],
    ['POLL_INTERVAL', ['0', '99ms', '25d'], 'from 100ms to 24d'],
    ['RECONNECT_DELAY', ['0', '2h'], 'from 1ms to 1h'],
    ['RETENTION', ['0', '59s', 'forever'], 'from 1m to 36500d'],
    ['RETENTION_1M', ['1m', '59m', '36501d'], 'from 1h to 36500d, or 0 (unlimited)'],
    ['MAX_DATA_SIZE', ['1', '9MB', '5kb', '-1GB', 'GB'], 'a size like 500MB, 20GB or 1TB, at least 10MB, or 0'],
    ['MAX_SERIES', ['0', '-5', '1e4', '10000001'], 'a whole number from 1 to 10000000'],
    ['LOG_LEVEL', ['verbose', 'INFO'], 'one of trace, debug, info, warn, error, fatal, silent'],
    [
      'EMBED_ORIGINS',
      [
        '*',
        'cams.example.com',
        'https://x/path',
        'https://x?a',
        'https://u@x',
        'ftp://x',
        "https://x;script-src'self'",
        'data:',
      ],
      'origins separated by commas',
    ],
    ['PUBLIC_URL', ['boards.example.com', 'ftp://x', 'https://u:p@x', 'https://x?a', 'https://x#a'], 'a URL like'],
  ])('rejects an invalid %s with a message', (name, values, allowed) => {
    for (const value of values) {
      const message = messageOf({ [name]: value });
      expect(message).toContain(name);
      expect(message).toContain(allowed);
    }
  });

  it('reports all invalid variables in one message', () => {
    const message = messageOf({ PORT: 'x', CACHE_TTL: 'y', MAX_SERIES: '0', HOST: '0.0.0.0' });
    expect(message).toMatch(/^4 settings are invalid:/);
    for (const name of ['PORT', 'CACHE_TTL', 'MAX_SERIES', 'ACCESS=open']) expect(message).toContain(name);
  });

  it('says that REDIS_URL is not supported, without repeating its value', () => {
    const message = messageOf({ REDIS_URL: 'redis://user:hunter2@db' });
    expect(message).toContain('REDIS_URL');
    expect(message).toContain('must not be set');
    expect(message).not.toContain('hunter2');
  });

  it.each(['postgres://user:hunter2@db:5432/boards?sslmode=require', 'postgresql:///boards?host=/run/postgresql'])(
    'reads DATABASE_URL=%s',
    (url) => {
      expect(parseSettings({ DATABASE_URL: url }).databaseUrl).toBe(url);
    },
  );

  it.each(['mysql://user:hunter2@db/boards', 'hunter2', 'postgres://user:hunter2@db:x/boards'])(
    'rejects an invalid DATABASE_URL without repeating it: %s',
    (url) => {
      const message = messageOf({ DATABASE_URL: url });
      expect(message).toMatch(/DATABASE_URL must be a URL like postgres:/);
      expect(message).not.toContain('hunter2');
    },
  );

  it('rejects backups of PostgreSQL', () => {
    const DATABASE_URL = 'postgres://user:hunter2@db/boards';
    expect(messageOf({ DATABASE_URL, BACKUP_EVERY: '1d' })).toContain('Back up PostgreSQL with its own tools');
    expect(parseSettings({ DATABASE_URL, BACKUP_EVERY: '0' }).backupEveryMs).toBe(0);
  });

  it('never repeats a password in PUBLIC_URL', () => {
    expect(messageOf({ PUBLIC_URL: 'https://user:hunter2@x' })).not.toContain('hunter2');
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'boards.lan', '127.0.0.1.example.com', 'localhost.example.com', '::2'])(
    'rejects HOST=%s unless ACCESS=open',
    (host) => {
      expect(messageOf({ HOST: host })).toContain('ACCESS=open');
      expect(parseSettings({ HOST: host, ACCESS: 'open' }).host).toBe(host);
    },
  );

  it('ignores other variables', () => {
    expect(parseSettings({ NODE_ENV: 'production', PATH: '/bin', CACHE: 'x' })).toEqual(parseSettings({}));
  });

  it('returns settings or throws a StartupError for any text', () => {
    const name = fc.constantFrom('PORT', 'HOST', 'CACHE_TTL', 'PUBLIC_URL', 'RETENTION', 'MAX_SERIES', 'DATA_DIR');
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (environment) => {
        expect(typeof messageOf(environment)).toBe('string');
      }),
    );
  });
});

describe('loadSettings', () => {
  let folder: string;
  useTempDirPerTest((path) => (folder = path));

  it('reads .env in the working directory; the real environment overrides it', () => {
    writeFileSync(join(folder, '.env'), '# ports\nPORT=4001\nMAX_SERIES="12"\nCACHE_TTL=\n');
    const settings = loadSettings({ PORT: '4002', DATA_DIR: folder }, folder);
    expect([settings.port, settings.maxSeries, settings.cacheTtlMs]).toEqual([4002, 12, 10_000]);
  });

  it('treats an empty variable of the real environment as not set', () => {
    writeFileSync(join(folder, '.env'), 'PORT=4001');
    expect(loadSettings({ PORT: '', DATA_DIR: folder }, folder).port).toBe(4001);
  });

  it('works without .env', () => {
    expect(loadSettings({ DATA_DIR: folder }, folder).port).toBe(3000);
  });

  it('has data in the working directory as the default data folder', () => {
    expect(loadSettings({ DATABASE_URL: 'postgres:///boards' }, folder).dataDir).toBe(join(folder, 'data'));
  });

  it('says what to do about a .env that cannot be read', () => {
    mkdirSync(join(folder, '.env'));
    expect(() => loadSettings({}, folder)).toThrow(/\.env cannot be read \(EISDIR\)/);
  });
});
