import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import { useTempDirPerTest } from '../../../test/support/use-temp-dir.js';
import { DatabaseHealth } from '../database-health.js';
import { ScheduledBackups } from './scheduled-backups.js';

// These specs cause failures, which are logged.
Logger.overrideLogger(false);

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 2, 3, 4, 5);

let dataDir: string;
let clock: ManualClock;
let health: DatabaseHealth;
let attempts: number;
useTempDirPerTest((path) => {
  dataDir = path;
  clock = new ManualClock(START);
  health = new DatabaseHealth();
  attempts = 0;
});

/** Creates a file instead of copying a database. */
function copyNothing(_dataDir: string, target: string): Promise<void> {
  attempts += 1;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, '');
  return Promise.resolve();
}

function backupsOf(copy = copyNothing as ConstructorParameters<typeof ScheduledBackups>[3]): ScheduledBackups {
  return new ScheduledBackups(clock, { dataDir, backupEveryMs: DAY_MS, backupKeep: 3 }, health, copy);
}

const names = (): string[] => readdirSync(join(dataDir, 'backups')).sort();

/** Creates files beside the backups. */
function createFiles(...files: string[]): void {
  mkdirSync(join(dataDir, 'backups'), { recursive: true });
  for (const name of files) writeFileSync(join(dataDir, 'backups', name), '');
}

describe('scheduled backups', () => {
  it('are made at once if there is none, and then at each interval', async () => {
    const backups = backupsOf();
    await backups.run();
    expect(names()).toEqual(['boardcast-scheduled-20260102T030405Z.db']);
    clock.advance(DAY_MS - 1);
    await backups.run();
    expect(attempts).toBe(1);
    clock.advance(1);
    await backups.run();
    expect(names()).toEqual(['boardcast-scheduled-20260102T030405Z.db', 'boardcast-scheduled-20260103T030405Z.db']);
  });

  it('count from the newest one after a restart', async () => {
    createFiles('boardcast-scheduled-20251231T000000Z.db', 'boardcast-scheduled-20260101T120000Z.db');
    // The command `backup` made this one.
    createFiles('boardcast-20260102T030000Z.db');
    await backupsOf().run();
    expect(attempts).toBe(0);
    clock.advance(9 * 3_600_000);
    await backupsOf().run();
    expect(attempts).toBe(1);
  });

  it('delete the oldest ones, and nothing else', async () => {
    const others = [
      'boardcast-20250101T000000Z.db',
      'boardcast-scheduled-20250101T000000Z.db.zip',
      'boardcast-scheduled-old.db',
      'my-boardcast-scheduled-20250101T000000Z.db',
    ];
    createFiles(
      ...others,
      'boardcast-scheduled-20251201T000000Z.db',
      'boardcast-scheduled-20251203T000000Z.db',
      'boardcast-scheduled-20251202T000000Z.db',
      'boardcast-scheduled-20251204T000000Z.db',
    );
    await backupsOf().run();
    expect(names()).toEqual(
      [
        ...others,
        'boardcast-scheduled-20251203T000000Z.db',
        'boardcast-scheduled-20251204T000000Z.db',
        'boardcast-scheduled-20260102T030405Z.db',
      ].sort(),
    );
  });

  it('are not prevented by ones of the future, which are deleted first', async () => {
    const future = ['2030', '2031', '2032'].map((year) => `boardcast-scheduled-${year}0101T000000Z.db`);
    createFiles(...future);
    await backupsOf().run();
    expect(names()).toContain('boardcast-scheduled-20260102T030405Z.db');
    expect(names()).toHaveLength(3);
  });

  it('are tried again after ten minutes, and a failure deletes none', async () => {
    createFiles(...[1, 2, 3, 4].map((day) => `boardcast-scheduled-2025120${day}T000000Z.db`));
    const state = { fails: true };
    const backups = backupsOf((...input) => {
      if (!state.fails) return copyNothing(input[0], input[1]);
      attempts += 1;
      writeFileSync(`${input[1]}.part`, '');
      return Promise.reject(new Error('The disk is full.'));
    });
    await backups.run();
    expect(health.failedBackupAt).toBe(START);
    expect(names()).toHaveLength(4);
    clock.advance(10 * 60_000 - 1);
    await backups.run();
    expect(attempts).toBe(1);
    clock.advance(1);
    state.fails = false;
    await backups.run();
    expect([attempts, health.failedBackupAt, names().length]).toEqual([2, undefined, 3]);
  });

  it('report that their folder cannot be read', async () => {
    writeFileSync(join(dataDir, 'backups'), 'not a folder');
    await backupsOf().run();
    expect(health.failedBackupAt).toBe(START);
  });

  it('delete the parts of a backup that was killed', async () => {
    createFiles('boardcast-scheduled-20260101T000000Z.db.part', 'boardcast-scheduled-20260101T000000Z.db.part-journal');
    createFiles('mine.db.part');
    await backupsOf().run();
    expect(names()).toEqual(['boardcast-scheduled-20260102T030405Z.db', 'mine.db.part']);
  });

  it('end when the server stops, which is no failure', async () => {
    const copying = Promise.withResolvers<undefined>();
    const backups = backupsOf((_dataDir, _target, signal) => {
      signal.addEventListener('abort', () => {
        copying.reject(signal.reason as Error);
      });
      return copying.promise;
    });
    const running = backups.run();
    await backups.beforeApplicationShutdown();
    await running;
    expect(health.failedBackupAt).toBeUndefined();
  });

  it('are checked at the start and every minute, unless they are off', async () => {
    const off = new ScheduledBackups(clock, { dataDir, backupEveryMs: 0, backupKeep: 3 }, health, copyNothing);
    const on = backupsOf();
    off.onApplicationBootstrap();
    clock.advance(60_000);
    expect(attempts).toBe(0);
    on.onApplicationBootstrap();
    await on.run();
    expect(attempts).toBe(1);
    clock.advance(DAY_MS - 60_000);
    await settle();
    expect(attempts).toBe(1);
    clock.advance(60_000);
    await settle();
    expect(attempts).toBe(2);
    await on.beforeApplicationShutdown();
    await off.beforeApplicationShutdown();
    expect(existsSync(join(dataDir, 'backups'))).toBe(true);
  });
});
