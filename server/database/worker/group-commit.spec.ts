import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SqliteConnection } from '../sqlite/sqlite-connection.js';
import { commitGroup } from './group-commit.js';
import { JobRunner } from './job-runner.js';
import type { JobReply, JobRequest } from './thread-protocol.js';

const MODULE = new URL('../../../test/support/database/probe.worker.ts', import.meta.url).href;

describe('commitGroup', () => {
  let connection: SqliteConnection;
  let runner: JobRunner;
  let lastId: number;

  beforeEach(async () => {
    connection = new SqliteConnection(':memory:', false);
    connection.database.exec('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)');
    runner = new JobRunner(connection);
    lastId = 0;
    await runner.load(put('a'));
  });
  afterEach(() => {
    connection.close();
  });

  function put(key: string, then?: 'reject' | 'throw'): JobRequest {
    return { id: ++lastId, module: MODULE, name: 'put', payload: { key, then } };
  }

  function commit(...jobs: JobRequest[]): readonly JobReply[] {
    const queue = [...jobs];
    return commitGroup(connection.transactions, runner, () => queue.shift());
  }

  const keys = (): unknown[] =>
    connection.database
      .prepare('SELECT key FROM meta')
      .all()
      .map(({ key }) => key);

  it('runs all jobs in one transaction', () => {
    const exec = jest.spyOn(connection.database, 'exec');
    expect(commit(put('a'), put('b'), put('c')).map(({ value }) => value)).toEqual(['a', 'b', 'c']);
    expect(exec.mock.calls.flat().filter((sql) => /BEGIN|COMMIT/.test(sql))).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    expect(keys()).toEqual(['a', 'b', 'c']);
  });

  it('does nothing for an empty group', () => {
    const exec = jest.spyOn(connection.database, 'exec');
    expect(commit()).toEqual([]);
    expect(exec).not.toHaveBeenCalled();
  });

  it('rolls back only the job that fails', () => {
    const [first, rejected, broken, constraint, last] = commit(
      put('a'),
      put('b', 'reject'),
      put('c', 'throw'),
      put('a'),
      put('d'),
    );
    expect([first?.value, last?.value]).toEqual(['a', 'd']);
    expect(rejected?.failure).toMatchObject({ kind: 'rejected', status: 422, errors: [{ path: 'key' }] });
    expect(broken?.failure).toMatchObject({ kind: 'failed', message: 'broken' });
    expect(constraint?.failure).toMatchObject({ kind: 'failed', code: 1555 });
    expect(keys()).toEqual(['a', 'd']);
  });

  it('fails all jobs if the commit fails', () => {
    connection.database.exec(`
      CREATE TABLE owner (id INTEGER PRIMARY KEY);
      CREATE TRIGGER orphan AFTER INSERT ON meta BEGIN INSERT INTO owned VALUES (1); END;
      CREATE TABLE owned (id INTEGER REFERENCES owner DEFERRABLE INITIALLY DEFERRED);`);
    const replies = commit(put('a'), put('b'));
    expect(replies.map(({ id, failure }) => [id, failure?.kind])).toEqual([
      [2, 'failed'],
      [3, 'failed'],
    ]);
    expect(keys()).toEqual([]);
    expect(connection.database.isTransaction).toBe(false);
  });

  it('fails all jobs if the disk fails', () => {
    connection.database.exec('PRAGMA max_page_count = 10');
    const fill = { id: 99, module: MODULE, name: 'fill', payload: { bytes: 1_000_000 } };
    const replies = commit(put('a'), fill, put('b'));
    expect(replies.map(({ failure }) => failure?.code)).toEqual([13, 13]);
    expect(keys()).toEqual([]);
    expect(connection.database.isTransaction).toBe(false);
  });
});
