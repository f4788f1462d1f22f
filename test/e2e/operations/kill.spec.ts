import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SqliteConnection } from '../../../server/database/sqlite/sqlite-connection.js';
import { JobRunner } from '../../../server/database/worker/job-runner.js';
import { mergePoints } from '../../../server/metrics/history/points.js';
import { readTotals } from '../../../server/metrics/history/read-history.js';
import { StoredHistory } from '../../../server/metrics/history/stored-history.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';
import { makeTempDir } from '../../support/make-temp-dir.js';

const ROUNDS = 26;
/** Databases that are tested concurrently. */
const DATABASES = 2;
/** Points of one write, which are stored together or not at all. */
const BATCH_SIZE = 5;
const CHILD = fileURLToPath(new URL('../../support/database/writing-process.ts', import.meta.url));

/** Starts a process that writes, and kills it after some acknowledgments. @returns the numbers of the acknowledged batches */
async function writeAndKill(dataDir: string, first: number, killAfter: number): Promise<number[]> {
  const imports = process.execArgv.filter((flag) => flag.startsWith('--import'));
  const child = spawn(process.execPath, [...imports, CHILD, dataDir, String(first), String(BATCH_SIZE)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: number[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    acknowledged.push(Number(line));
    if (acknowledged.length === killAfter) child.kill('SIGKILL');
  });
  const [exit] = await Promise.all([once(child, 'exit'), once(lines, 'close')]);
  expect(exit).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

/** Returns the number of stored points per batch, sealed or not. Expects the totals of the database to be the same. */
function countStoredPoints(dataDir: string): Map<number, number> {
  const connection = new SqliteConnection(join(dataDir, 'boardcast.db'), true);
  try {
    expect(connection.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    const context = new JobRunner(connection);
    const fullRange = { fromUs: 0, untilUs: Date.now() * 1_000 };
    const stored = new Map<number, number>();
    for (const { id } of context.prepare('SELECT id FROM series').all()) {
      const series = new StoredHistory(context, Number(id));
      const sealed = series.sealed(fullRange.fromUs, fullRange.untilUs);
      const unsealed = series.unsealed(fullRange.fromUs, fullRange.untilUs);
      const { value } = mergePoints(sealed, unsealed);
      for (const number of value) stored.set(number, (stored.get(number) ?? 0) + 1);
      expect(readTotals(context, { series: [Number(id)], aggregate: 'count', ...fullRange })).toEqual([value.length]);
    }
    return stored;
  } finally {
    connection.close();
  }
}

function countChunks(dataDir: string): number {
  const connection = new SqliteConnection(join(dataDir, 'boardcast.db'), true);
  try {
    return Number(connection.prepare('SELECT count(*) AS count FROM chunks').get()?.count);
  } finally {
    connection.close();
  }
}

/** Kills the writing process repeatedly. @returns the number of acknowledged batches */
async function killRepeatedly(dataDir: string): Promise<number> {
  const acknowledged: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    acknowledged.push(...(await writeAndKill(dataDir, round * 10_000, 1 + ((round * 37) % 150))));
    const stored = countStoredPoints(dataDir);
    expect(acknowledged.filter((number) => stored.get(number) !== BATCH_SIZE)).toEqual([]);
    expect(Array.from(stored.values()).filter((points) => points !== BATCH_SIZE)).toEqual([]);
  }
  return acknowledged.length;
}

describe('a database whose process is killed while it writes and seals', () => {
  let folders: string[];
  beforeEach(() => {
    folders = Array.from({ length: DATABASES }, () => makeTempDir());
  });
  afterEach(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it(
    `has every acknowledged value, and no incomplete batch, in ${DATABASES * ROUNDS} rounds`,
    async () => {
      const acknowledged = await Promise.all(folders.map(killRepeatedly));
      expect(Math.min(...folders.map(countChunks))).toBeGreaterThan(ROUNDS);
      expect(Math.min(...acknowledged)).toBeGreaterThan(ROUNDS * 50);
    },
    10 * TEST_TIMEOUT_MS,
  );
});
