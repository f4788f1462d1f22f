import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from './database-error.js';
import { Database } from './database.js';
import { onPostgres, databaseSettingsFor } from '../../test/support/database/test-database.js';
import { BYTES, EXIT, FILL, Gate, HOLD, KEYS, LOOP, PUT } from '../../test/support/database/probe-jobs.js';
import { useTempDir } from '../../test/support/use-temp-dir.js';

// These specs cause failures and exits of threads, which are logged.
Logger.overrideLogger(false);

/** https://www.sqlite.org/rescode.html#constraint_primarykey, and SQLSTATE */
const UNIQUE_VIOLATION = onPostgres ? '23505' : 1555;

const itInFile = onPostgres ? it.skip : it;

let dataDir: string;
let database: Database;

afterAll(() => database.close());

useTempDir(async (path) => {
  dataDir = join(path, 'new', 'data');
  database = await Database.open(await databaseSettingsFor(dataDir));
});

beforeEach(async () => {
  await database.kysely.deleteFrom('meta').execute();
});

async function reopen(options: { maxPages?: number } = {}): Promise<void> {
  await database.close();
  database = await Database.open({ ...(await databaseSettingsFor(dataDir)), ...options });
}

const keys = (): Promise<string[]> => database.read(KEYS, undefined);

describe('a database', () => {
  itInFile('is stored in a folder that only its user can read', () => {
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  itInFile('syncs every commit to the disk', async () => {
    const { rows } = await sql`PRAGMA synchronous`.execute(database.kysely);
    expect(rows).toEqual([{ synchronous: 2 }]);
    const { rows: mode } = await sql`PRAGMA journal_mode`.execute(database.kysely);
    expect(mode).toEqual([{ journal_mode: 'wal' }]);
  });

  it('shows a write to every read that starts after it resolved', async () => {
    for (let i = 0; i < 20; i += 1) {
      await database.write(PUT, { key: `${i}`.padStart(2, '0') });
      const reads = await Promise.all([keys(), keys(), keys()]);
      expect(reads.map((read) => read.length)).toEqual([i + 1, i + 1, i + 1]);
    }
  });

  it('resolves each of many concurrent writes separately', async () => {
    const results = await Promise.allSettled([
      database.write(PUT, { key: 'a' }),
      database.write(PUT, { key: 'b', then: 'reject' }),
      database.write(PUT, { key: 'c', then: 'throw' }),
      database.write(PUT, { key: 'd' }),
    ]);
    expect(results).toMatchObject([
      { value: 'a' },
      { reason: { status: 422, detail: 'No.', errors: [{ path: 'key', message: 'is refused' }] } },
      { reason: expect.any(DatabaseError) },
      { value: 'd' },
    ]);
    expect(await keys()).toEqual(['a', 'd']);
  });

  it('rejects writes in a read job', async () => {
    await expect(database.read(PUT, { key: 'a' })).rejects.toThrow(/read-?only/);
    expect(database.health.failure).toBeUndefined();
  });

  it('rejects only the job whose payload cannot be cloned', async () => {
    const impossible = { key: (() => undefined) as unknown as string };
    await expect(database.read(PUT, impossible)).rejects.toThrow(/could not be cloned/);
    await expect(database.write(PUT, impossible)).rejects.toThrow(/could not be cloned/);
    expect(await Promise.all([keys(), keys(), keys()])).toEqual([[], [], []]);
  });

  it('moves the buffers that jobs transfer', async () => {
    expect((await database.compute(BYTES, { size: 100_000 })).byteLength).toBe(100_000);
  });

  it('runs reads beside long computations', async () => {
    const gates = [new Gate(), new Gate()];
    const computations = gates.map(({ gate }) => database.compute(HOLD, { gate }));
    expect(await keys()).toEqual([]);
    gates.forEach((gate) => {
      gate.open();
    });
    await Promise.all(computations);
  });

  it.each(['history', 'query', 'preview'] as const)('runs reads beside long jobs of the lane %s', async (lane) => {
    const gates = Array.from({ length: 5 }, () => new Gate());
    const jobs = gates.map(({ gate }) => database.read(HOLD, { gate }, { lane }));
    const computation = database.compute(BYTES, { size: 1 });
    const others = (['history', 'query', 'preview'] as const).filter((each) => each !== lane);
    expect(await Promise.all(others.map((each) => database.read(KEYS, undefined, { lane: each })))).toEqual([[], []]);
    expect(await keys()).toEqual([]);
    expect((await computation).byteLength).toBe(1);
    gates.forEach((gate) => {
      gate.open();
    });
    await Promise.all(jobs);
  });

  it('finishes pending writes when it is closed', async () => {
    const writes = Array.from({ length: 50 }, (_, i) => database.write(PUT, { key: String(i) }));
    const reads = Array.from({ length: 50 }, () => keys());
    await reopen();
    await Promise.all([...writes, ...reads]);
    expect(await keys()).toHaveLength(50);
    await database.close();
    if (!onPostgres) expect(existsSync(join(dataDir, 'boardcast.db-wal'))).toBe(false);
    await expect(database.write(PUT, { key: 'late' })).rejects.toMatchObject({ status: 503 });
    await expect(keys()).rejects.toMatchObject({ status: 503 });
    await reopen();
  });

  it('stops all threads when it is closed', async () => {
    const threads = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
    await database.close();
    const before = threads();
    for (let i = 0; i < 3; i += 1) await reopen();
    await database.close();
    expect(threads()).toBe(before);
    await reopen();
  });
});

describe('a canceled read', () => {
  it('stops while it runs', async () => {
    const [abort, begun] = [new AbortController(), new Gate()];
    const reading = database.read(LOOP, { gate: begun.gate }, { signal: abort.signal });
    await begun.opened();
    abort.abort(new Error('the result is no longer needed'));
    await expect(reading).rejects.toThrow('the result is no longer needed');
    expect(await keys()).toEqual([]);
  });

  it('does not start if it is still waiting', async () => {
    const [abort, held, waiting] = [new AbortController(), new Gate(), new Gate()];
    const holding = database.read(HOLD, { gate: held.gate }, { lane: 'query' });
    const options = { lane: 'query', signal: abort.signal } as const;
    const reading = database.read(LOOP, { gate: waiting.gate }, options);
    abort.abort(new Error('the result is no longer needed'));
    await expect(reading).rejects.toThrow('the result is no longer needed');
    held.open();
    await holding;
    await expect(database.read(LOOP, { gate: waiting.gate }, options)).rejects.toThrow(
      'the result is no longer needed',
    );
    expect(Atomics.load(waiting.gate, 0)).toBe(0);
  });

  it('does not cancel the next job of its thread', async () => {
    const abort = new AbortController();
    expect(await database.read(KEYS, undefined, { lane: 'query', signal: abort.signal })).toEqual([]);
    const [held] = [new Gate()];
    const next = database.read(HOLD, { gate: held.gate }, { lane: 'query' });
    abort.abort();
    held.open();
    await next;
  });

  it('fails with 503 after the query timeout', async () => {
    await database.close();
    database = await Database.open({ ...(await databaseSettingsFor(dataDir)), queryTimeoutMs: 1 });
    const problem = { status: 503, detail: expect.stringMatching(/took too long.*Request less data/) };
    await expect(database.read(LOOP, {})).rejects.toMatchObject(problem);
    await reopen();
  });

  it('does not keep the database from closing', async () => {
    const begun = new Gate();
    const reads = [
      database.read(LOOP, { gate: begun.gate }, { lane: 'preview' }),
      database.read(LOOP, {}, { lane: 'preview' }),
    ].map((read) => read.catch((error: unknown) => error));
    await begun.opened();
    await reopen();
    expect(await Promise.all(reads)).toMatchObject([{ status: 503 }, { status: 503 }]);
  });

  it('is rejected if too many are waiting', async () => {
    const abort = new AbortController();
    const options = { lane: 'preview', signal: abort.signal } as const;
    const reads = Promise.allSettled(Array.from({ length: 1_001 }, () => database.read(LOOP, {}, options)));
    await expect(database.read(KEYS, undefined, { lane: 'preview' })).rejects.toMatchObject({ status: 503 });
    expect(await keys()).toEqual([]);
    abort.abort();
    await reads;
  });
});

describe('Kysely', () => {
  it('reads, writes and returns the number of changes', async () => {
    const { kysely } = database;
    const values = [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ];
    expect((await kysely.insertInto('meta').values(values).executeTakeFirst()).numInsertedOrUpdatedRows).toBe(2n);
    const updated = await kysely
      .updateTable('meta')
      .set({ value: '3' })
      .where('key', '=', 'b')
      .returningAll()
      .execute();
    expect(updated).toEqual([{ key: 'b', value: '3' }]);
    expect((await kysely.deleteFrom('meta').where('key', '=', 'x').executeTakeFirst()).numDeletedRows).toBe(0n);
    expect(await kysely.selectFrom('meta').selectAll().orderBy('key').execute()).toEqual([values[0], updated[0]]);
  });

  it('reports a violated constraint', async () => {
    const insert = database.kysely.insertInto('meta').values({ key: 'a', value: '1' });
    await insert.execute();
    await expect(insert.execute()).rejects.toMatchObject({ code: UNIQUE_VIOLATION });
  });

  it('rejects transactions and says what to do instead', async () => {
    await expect(database.kysely.transaction().execute(() => Promise.resolve())).rejects.toThrow(/Write a job/);
  });

  it('rejects values that SQLite does not support', async () => {
    const insert = database.kysely.insertInto('meta').values({ key: 'a', value: new Date() as unknown as string });
    await expect(insert.execute()).rejects.toThrow(/not \[object Date\]/);
  });
});

describe('a full disk', () => {
  itInFile('fails writes with a message until there is space, and continues to read', async () => {
    await database.write(PUT, { key: 'a' });
    await reopen({ maxPages: 40 });
    await expect(database.write(FILL, { bytes: 1_000_000 })).rejects.toMatchObject({
      status: 507,
      detail: expect.stringMatching(/disk is full.*Free some space/),
    });
    expect(database.health.failure).toMatch(/full/);
    expect(await keys()).toEqual(['a']);
    await database.write(PUT, { key: 'b' });
    expect(database.health.failure).toBeUndefined();
    await reopen();
  });
});

describe('pending writes', () => {
  it('are limited by their number and their size', async () => {
    const gate = new Gate();
    const held = database.write(HOLD, gate);
    const heavy = database.write(PUT, { key: 'heavy' }, { bytes: 50 * 1024 * 1024 });
    await expect(database.write(PUT, { key: 'x' }, { bytes: 15 * 1024 * 1024 })).rejects.toMatchObject({ status: 503 });
    const many = Promise.all(Array.from({ length: 19_998 }, (_, i) => database.write(KEYS, undefined).then(() => i)));
    expect(database.queuedWrites).toBe(20_000);
    await expect(database.write(PUT, { key: 'y' })).rejects.toMatchObject({
      status: 503,
      detail: expect.stringMatching(/again/),
    });
    gate.open();
    await Promise.all([held, heavy, many]);
    await database.write(PUT, { key: 'z' }, { bytes: 60 * 1024 * 1024 });
    expect(await keys()).toEqual(['heavy', 'z']);
  });
});

describe('a database thread that exits', () => {
  it('fails its pending jobs, rolls back uncommitted ones, and is restarted', async () => {
    await database.write(PUT, { key: 'a' });
    const results = await Promise.allSettled([
      database.write(PUT, { key: 'b', then: 'exit' }),
      database.write(PUT, { key: 'c' }),
    ]);
    expect(results).toMatchObject([{ reason: { status: 503 } }, { reason: { status: 503 } }]);
    await database.write(PUT, { key: 'd' });
    expect(await keys()).toEqual(['a', 'd']);
  });

  it('fails only one read', async () => {
    await expect(database.read(EXIT, undefined)).rejects.toMatchObject({ status: 503 });
    for (let i = 0; i < 4; i += 1) expect(await keys()).toEqual([]);
  });
});
