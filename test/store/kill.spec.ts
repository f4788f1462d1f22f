import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

const ROUNDS = 26;
/** Stores that are killed side by side. */
const STORES = 2;
/** Points of one write: stored all or not at all. */
const BATCH = 5;
const CHILD = fileURLToPath(new URL('./store-child.ts', import.meta.url));

/** Lets a process write, kills it after so many acknowledgements, and returns the numbers acknowledged. */
async function writeAndKill(dataDir: string, first: number, kills: number): Promise<number[]> {
  const imports = process.execArgv.filter((flag) => flag.startsWith('--import'));
  const child = spawn(process.execPath, [...imports, CHILD, dataDir, String(first), String(BATCH)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: number[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    acknowledged.push(Number(line));
    if (acknowledged.length === kills) child.kill('SIGKILL');
  });
  const [exit] = await Promise.all([once(child, 'exit'), once(lines, 'close')]);
  expect(exit).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

/** How many points the store has of each number. */
function storedIn(dataDir: string): Map<number, number> {
  const database = new DatabaseSync(join(dataDir, 'boardcast.db'));
  try {
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    const rows = database.prepare('SELECT value, count(*) AS points FROM points GROUP BY value').all();
    return new Map(rows.map(({ value, points }) => [Number(value), Number(points)]));
  } finally {
    database.close();
  }
}

/** Kills a store again and again; returns how many writes it acknowledged. */
async function killRounds(dataDir: string): Promise<number> {
  const acknowledged: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    acknowledged.push(...(await writeAndKill(dataDir, round * 10_000, 1 + ((round * 37) % 150))));
    const stored = storedIn(dataDir);
    expect(acknowledged.filter((number) => stored.get(number) !== BATCH)).toEqual([]);
    expect(Array.from(stored.values()).filter((points) => points !== BATCH)).toEqual([]);
  }
  return acknowledged.length;
}

describe('the store, killed while it writes', () => {
  let folders: string[];
  beforeEach(() => {
    folders = Array.from({ length: STORES }, () => mkdtempSync(join(tmpdir(), 'boardcast-kill-')));
  });
  afterEach(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it(`has every acknowledged value, and no half of a batch, in ${STORES * ROUNDS} rounds`, async () => {
    const acknowledged = await Promise.all(folders.map(killRounds));
    expect(Math.min(...acknowledged)).toBeGreaterThan(ROUNDS * 50);
  }, 120_000);
});
