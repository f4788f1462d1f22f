import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../support/server/api-client.js';
import { lastValue } from '../../support/server/frame-values.js';
import { SmallDisk } from '../../support/server/small-disk.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { useTempDirPerTest } from '../../support/use-temp-dir.js';

let folder: string;
useTempDirPerTest((path) => (folder = path));

const databaseFile = (): string => join(folder, 'boardcast.db');
const databaseHash = (): string => createHash('sha256').update(readFileSync(databaseFile())).digest('hex');

/** Expects the server to exit with 1 and with a message that matches these patterns, without a stack trace. */
async function expectStartupError(env: Record<string, string>, ...messages: RegExp[]): Promise<void> {
  const { code, stdout, stderr } = await ServerProcess.runUntilExit({ env: { DATA_DIR: folder, ...env } });
  for (const expected of messages) expect(stderr).toMatch(expected);
  expect(stderr).toMatch(/^Boardcast cannot start\. /m);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).not.toMatch(/is live/);
  expect(code).toBe(1);
}

/** Stores data in a folder by running a server on it. */
async function createDatabase(dataDir = folder): Promise<void> {
  const server = await ServerProcess.start({ dataDir });
  try {
    await new ApiClient(server.base).push('precious', 42);
    expect((await server.stop()).code).toBe(0);
  } finally {
    await server.dispose();
  }
}

describe('the start of a server', () => {
  it('fails with a message if the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const { port } = other.address() as AddressInfo;
      await expectStartupError(
        { PORT: String(port) },
        new RegExp(`\\b${port}\\b`),
        /used by another program/,
        /set PORT/,
      );
    } finally {
      other.close();
    }
  });

  it('fails with a message if another server uses the data folder, which continues to run', async () => {
    const first = await ServerProcess.start({ dataDir: folder });
    try {
      await expectStartupError({}, /Another Boardcast is running/, /DATA_DIR/);
      await new ApiClient(first.base).push('still.here', 1);
    } finally {
      await first.dispose();
    }
  });

  it('prints the address with the base path, below which a proxy reaches it', async () => {
    const env = { BASE_PATH: '/team/boards', PUBLIC_URL: 'https://example.com/team/boards/', ACCESS: 'open' };
    const server = await ServerProcess.start({ env });
    try {
      expect(server.address).toMatch(/^http:\/\/localhost:\d+\/team\/boards$/);
      const headers = { host: 'example.com', origin: 'https://example.com', 'x-forwarded-proto': 'https' };
      const page = await new ApiClient(server.base).request('/team/boards', { headers });
      expect([page.status, page.text]).toEqual([200, expect.stringContaining('<base href="/team/boards/"')]);
      const socket = await TestSocket.open(`${server.base}/team/boards`, { headers });
      await socket.next('hello');
      await socket.close();
    } finally {
      await server.dispose();
    }
  });

  it('succeeds on a data folder whose server was killed with SIGKILL', async () => {
    const first = await ServerProcess.start({ dataDir: folder });
    try {
      await first.kill();
      await first.restart();
      await new ApiClient(first.base).push('again', 1);
    } finally {
      await first.dispose();
    }
  });

  it('fails with a message if the database file is not a database, which stays unchanged', async () => {
    writeFileSync(databaseFile(), 'Dear diary, '.repeat(1_000));
    const before = databaseHash();
    await expectStartupError({}, /boardcast\.db is not a database/, /DATA_DIR/);
    expect(databaseHash()).toBe(before);
  });

  it('fails with a message if the database belongs to another application, which stays unchanged', async () => {
    const other = new DatabaseSync(databaseFile());
    other.exec('CREATE TABLE diary (entry TEXT)');
    other.close();
    const before = databaseHash();
    await expectStartupError({}, /of another application/, /DATA_DIR/);
    expect(databaseHash()).toBe(before);
  });

  it('fails with a message if the database is from a newer version, which stays unchanged', async () => {
    await createDatabase();
    const newer = new DatabaseSync(databaseFile());
    newer.exec("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-from-the-future', '2099-01-01')");
    newer.close();
    const before = databaseHash();
    await expectStartupError({}, /newer Boardcast/, /9999-from-the-future/);
    expect(databaseHash()).toBe(before);
  });

  it('fails with a message if there is a file in place of the data folder', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'x');
    await expectStartupError({ DATA_DIR: file }, /is a file/, /DATA_DIR/);
    await expectStartupError({ DATA_DIR: join(file, 'data') }, /is a file/, /DATA_DIR/);
    expect(readFileSync(file, 'utf8')).toBe('x');
  });

  it('fails with a message if there is a folder in place of the database file', async () => {
    mkdirSync(databaseFile());
    await expectStartupError({}, /boardcast\.db/, /DATA_DIR/);
  });

  it('fails with a message that names all invalid settings', async () => {
    await expectStartupError(
      { PORT: 'http', CACHE_TTL: 'soon', MAX_SERIES: '-1', LOG_LEVEL: 'loud', HOST: '0.0.0.0' },
      /5 settings are invalid/,
      /PORT/,
      /CACHE_TTL/,
      /MAX_SERIES/,
      /LOG_LEVEL/,
      /ACCESS=open/,
    );
  });

  const itOnDisk = SmallDisk.isPossible ? it : it.skip;

  itOnDisk('fails with a message if the data folder is read-only (requires permission to mount)', async () => {
    const disk = SmallDisk.mount('16m') as SmallDisk;
    try {
      await createDatabase(disk.path);
      disk.makeReadOnly();
      await expectStartupError({ DATA_DIR: disk.path }, /cannot be (opened|written)/, /the permission to/, /DATA_DIR/);
      await expectStartupError({ DATA_DIR: join(disk.path, 'deeper') }, /cannot be created/, /DATA_DIR/);
    } finally {
      disk.unmount();
    }
  });

  itOnDisk('fails with a message if the disk is full (requires permission to mount)', async () => {
    const disk = SmallDisk.mount('64k') as SmallDisk;
    try {
      await expectStartupError({ DATA_DIR: disk.path }, /full/, /DATA_DIR/);
    } finally {
      disk.unmount();
    }
  });
});

describe('the first start of a server', () => {
  it('logs the folder of the new database, which later starts do not', async () => {
    const message = `A new database was created in ${folder}.`;
    const server = await ServerProcess.start({ dataDir: folder, env: { LOG_LEVEL: 'info' } });
    try {
      await server.stop();
      expect(server.stderr).toContain(message);
      await server.restart();
      await server.stop();
      expect(server.stderr).not.toContain(message);
    } finally {
      await server.dispose();
    }
  });

  it('creates a data folder that only its user can access, and the board "This server" with live data', async () => {
    const server = await ServerProcess.start({ dataDir: join(folder, 'created/by/server') });
    try {
      expect(statSync(server.dataDir).mode & 0o777).toBe(0o700);
      const client = await TestSocket.open(server.base);
      await client.subscribe('this-server');
      const before = await new ApiClient(server.base).snapshot('this-server');
      await client.next('changed');
      await client.next('changed');
      await client.close();
      const after = await new ApiClient(server.base).snapshot('this-server');
      expect(after.revision).toBeGreaterThan(before.revision);
      for (const panel of ['cpu', 'memory', 'uptime', 'process-memory']) {
        expect(lastValue(after.panels[panel]?.frame)).toEqual(expect.any(Number));
      }
    } finally {
      await server.dispose();
    }
  });
});

describe('the TZ variable', () => {
  it.each([
    ['CET-1CEST', true],
    [':Europe/Berlin', false],
  ])('with the value %s is logged as invalid: %p', async (TZ, isLogged) => {
    const server = await ServerProcess.start({ dataDir: folder, env: { TZ } });
    try {
      // The log is a different stream from the address. It is complete once the server has stopped.
      await server.stop();
      expect(server.stderr.includes(`TZ=${TZ} is not the name of a time zone`)).toBe(isLogged);
    } finally {
      await server.dispose();
    }
  });
});
