import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../support/server/api-client.js';
import { lastValue } from '../../support/server/frame-values.js';
import { SmallDisk } from '../../support/server/small-disk.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { TestSocket } from '../../support/server/test-socket.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'boardcast-start-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const database = (): string => join(folder, 'boardcast.db');
const fingerprint = (): string => createHash('sha256').update(readFileSync(database())).digest('hex');

/** Starts, and must end with 1 and with these words alone: no stack, no riddle. */
async function expectRefusal(env: Record<string, string>, ...words: RegExp[]): Promise<void> {
  const { code, stdout, stderr } = await ServerProcess.runUntilExit({ env: { DATA_DIR: folder, ...env } });
  for (const expected of words) expect(stderr).toMatch(expected);
  expect(stderr).toMatch(/^Boardcast cannot start\. /m);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).not.toMatch(/is live/);
  expect(code).toBe(1);
}

/** A folder as a run leaves it behind. */
async function fill(dataDir = folder): Promise<void> {
  const server = await ServerProcess.start({ dataDir });
  try {
    await new ApiClient(server.base).push('precious', 42);
    expect((await server.stop()).code).toBe(0);
  } finally {
    await server.dispose();
  }
}

describe('a start that cannot be says why, and what to do', () => {
  it('a taken port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const { port } = other.address() as AddressInfo;
      await expectRefusal({ PORT: String(port) }, new RegExp(`\\b${port}\\b`), /used by another program/, /set PORT/);
    } finally {
      other.close();
    }
  });

  it('a second process on the folder: the first goes on', async () => {
    const first = await ServerProcess.start({ dataDir: folder });
    try {
      await expectRefusal({}, /Another Boardcast is running/, /DATA_DIR/);
      await new ApiClient(first.base).push('still.here', 1);
    } finally {
      await first.dispose();
    }
  });

  it('a folder that the process before left by SIGKILL is no second process', async () => {
    const first = await ServerProcess.start({ dataDir: folder });
    try {
      await first.kill();
      await first.restart();
      await new ApiClient(first.base).push('again', 1);
    } finally {
      await first.dispose();
    }
  });

  it('a file that is not a database stays as it is', async () => {
    writeFileSync(database(), 'Dear diary, '.repeat(1_000));
    const before = fingerprint();
    await expectRefusal({}, /boardcast\.db is not a database/, /DATA_DIR/);
    expect(fingerprint()).toBe(before);
  });

  it("somebody else's database stays as it is", async () => {
    const other = new DatabaseSync(database());
    other.exec('CREATE TABLE diary (entry TEXT)');
    other.close();
    const before = fingerprint();
    await expectRefusal({}, /of another application/, /DATA_DIR/);
    expect(fingerprint()).toBe(before);
  });

  it('a database of a newer version stays as it is', async () => {
    await fill();
    const newer = new DatabaseSync(database());
    newer.exec("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-from-the-future', '2099-01-01')");
    newer.close();
    const before = fingerprint();
    await expectRefusal({}, /newer Boardcast/, /9999-from-the-future/);
    expect(fingerprint()).toBe(before);
  });

  it('a file in the way of the folder', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'x');
    await expectRefusal({ DATA_DIR: file }, /is a file/, /DATA_DIR/);
    await expectRefusal({ DATA_DIR: join(file, 'data') }, /is a file/, /DATA_DIR/);
    expect(readFileSync(file, 'utf8')).toBe('x');
  });

  it('a folder in the way of the database', async () => {
    mkdirSync(database());
    await expectRefusal({}, /boardcast\.db/, /DATA_DIR/);
  });

  it('wrong settings, all named in one message', async () => {
    await expectRefusal(
      { PORT: 'http', CACHE_TTL: 'soon', MAX_SERIES: '-1', LOG_LEVEL: 'loud', HOST: '0.0.0.0' },
      /5 settings are invalid/,
      /PORT/,
      /CACHE_TTL/,
      /MAX_SERIES/,
      /LOG_LEVEL/,
      /ACCESS=open/,
    );
  });

  const onDisk = SmallDisk.isPossible ? it : it.skip;

  onDisk('a read-only folder (needs the right to mount)', async () => {
    const disk = SmallDisk.mount('16m') as SmallDisk;
    try {
      await fill(disk.path);
      disk.makeReadOnly();
      await expectRefusal({ DATA_DIR: disk.path }, /cannot be (opened|written)/, /the permission to/, /DATA_DIR/);
      await expectRefusal({ DATA_DIR: join(disk.path, 'deeper') }, /cannot be created/, /DATA_DIR/);
    } finally {
      disk.unmount();
    }
  });

  onDisk('a full disk (needs the right to mount)', async () => {
    const disk = SmallDisk.mount('64k') as SmallDisk;
    try {
      await expectRefusal({ DATA_DIR: disk.path }, /full/, /DATA_DIR/);
    } finally {
      disk.unmount();
    }
  });
});

describe('the first start', () => {
  it('makes a folder for its user alone, and the board of this server, which moves by itself', async () => {
    const server = await ServerProcess.start({ dataDir: join(folder, 'made/by/itself') });
    try {
      expect(statSync(server.dataDir).mode & 0o777).toBe(0o700);
      const viewer = await TestSocket.open(server.base);
      await viewer.subscribe('this-server');
      const before = await new ApiClient(server.base).snapshot('this-server');
      await viewer.next('changed');
      await viewer.next('changed');
      await viewer.close();
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

describe('a TZ that is not the name of a time zone', () => {
  it.each([
    ['CET-1CEST', true],
    [':Europe/Berlin', false],
  ])('%s is named in the log: %p', async (TZ, isNamed) => {
    const server = await ServerProcess.start({ dataDir: folder, env: { TZ } });
    try {
      // The log is another stream than the address: once the server has stopped, all of it is there.
      await server.stop();
      expect(server.stderr.includes(`TZ=${TZ} is not the name of a time zone`)).toBe(isNamed);
    } finally {
      await server.dispose();
    }
  });
});
