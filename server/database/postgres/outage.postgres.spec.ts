import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { TcpProxy } from '../../../test/support/server/tcp-proxy.js';
import { createDatabase, querySuperuser } from '../../../test/support/database/test-database.js';
import { KEYS, PUT } from '../../../test/support/database/probe-jobs.js';
import { Database } from '../database.js';
import { BlockingClient } from './blocking-client.js';
import { PostgresConnection } from './postgres-connection.js';
import { PostgresError } from './postgres-error.js';

// These specs cause outages, which are logged.
Logger.overrideLogger(false);

/** Ends connections, like an administrator. */
const END_OTHERS = `
  SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

const UNREACHABLE = { status: 503, detail: expect.stringMatching(/PostgreSQL cannot be reached.*Send it again later/) };

describe('while PostgreSQL cannot be reached', () => {
  let direct: string;
  let wire: TcpProxy;
  let database: Database;
  beforeEach(async () => {
    direct = await createDatabase();
    wire = await TcpProxy.start(direct);
    database = await Database.open({ dataDir: '', databaseUrl: wire.url });
  });
  afterEach(async () => {
    await database.close();
    await wire.close();
  });

  const recovered = async (): Promise<void> => {
    while (database.health.failure !== undefined) await setTimeout(20);
  };

  it('answers writes and reads with 503, and recovers by itself', async () => {
    await database.write(PUT, { key: 'before' });
    wire.disconnect();
    await expect(database.write(PUT, { key: 'lost' })).rejects.toMatchObject(UNREACHABLE);
    await expect(database.read(KEYS, undefined)).rejects.toMatchObject(UNREACHABLE);
    expect(database.health.failure).toMatch(/cannot be reached/);
    wire.restore();
    await recovered();
    await database.write(PUT, { key: 'after' });
    expect(await database.read(KEYS, undefined)).toEqual(['after', 'before']);
  });

  it('reopens connections that an administrator terminated', async () => {
    await database.write(PUT, { key: 'a' });
    await querySuperuser(END_OTHERS, direct);
    await database.write(PUT, { key: 'b' }).catch(() => undefined);
    await recovered();
    await database.write(PUT, { key: 'c' });
    expect(await database.read(KEYS, undefined)).toEqual(expect.arrayContaining(['a', 'c']));
  });
});

describe('a transaction', () => {
  it('never continues on another connection', async () => {
    const url = await createDatabase();
    const connection = new PostgresConnection(url, 'writer');
    connection.query('CREATE TABLE public.t (a int)');
    connection.exec('BEGIN');
    connection.query('INSERT INTO public.t VALUES (1)');
    await querySuperuser(END_OTHERS, url);
    expect(() => connection.query('INSERT INTO public.t VALUES (2)')).toThrow(
      expect.objectContaining({ isLost: true }),
    );
    expect(connection.transactions.isTransaction).toBe(false);
    expect(connection.query('SELECT count(*) AS count FROM public.t').rows).toEqual([{ count: 0 }]);
    connection.close();
  });

  it('is not reported as committed if one of its statements failed', async () => {
    const connection = new PostgresConnection(await createDatabase(), 'writer');
    connection.exec('BEGIN');
    expect(() => connection.query('SELECT nonsense')).toThrow(PostgresError);
    expect(() => {
      connection.exec('COMMIT');
    }).toThrow(/answered COMMIT with ROLLBACK/);
    connection.close();
  });
});

/** Causes wakeups, like a late notification of an earlier answer. */
const WAKER = `
  const { workerData } = require('node:worker_threads');
  for (;;) Atomics.notify(workerData, 0);`;

describe('a client', () => {
  it('matches answers to requests even after spurious wakeups', async () => {
    const client = new BlockingClient(await createDatabase(), 'reader');
    const waker = new Worker(WAKER, { eval: true, workerData: Reflect.get(client, 'answered') as Int32Array });
    await once(waker, 'online');
    for (let i = 0; i < 500; i += 1) {
      const { results } = client.query({ queries: [{ sql: 'SELECT CAST($1 AS bigint) AS i', parameters: [i] }] });
      if (results[0]?.rows[0]?.i !== i) throw new Error(`${JSON.stringify(results)} is not the answer to ${i}.`);
    }
    await waker.terminate();
    client.close();
  });

  it('fails at once while the server does not answer', async () => {
    const wire = await TcpProxy.start(await createDatabase());
    await wire.close();
    const client = new BlockingClient(wire.url, 'reader');
    const query = (): unknown => client.query({ queries: [{ sql: 'SELECT 1', parameters: [] }] });
    for (let i = 0; i < 3; i += 1) expect(query).toThrow(expect.objectContaining({ code: 'ECONNREFUSED' }));
    client.close();
  });
});
