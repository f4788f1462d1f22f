import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileTimestamp } from '../sqlite/file-timestamp.js';

/** Distinguishes the copies from those of the command `backup`, which are never deleted. */
const PREFIX = 'boardcast-scheduled-';

const NAME = /^boardcast-scheduled-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/;

/** What a process that was killed leaves of a copy. */
const PART = /^boardcast-scheduled-[\dTZ]+\.db\.part(-journal)?$/;

interface ScheduledCopy {
  readonly path: string;
  /** How long ago it was made. Infinite if its name has a later time, because the clock was wrong when it was made, or is now. */
  readonly ageMs: number;
}

/** The folder of the copies that the server makes by itself. */
export class ScheduledCopies {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'backups');
  }

  /** Returns the path of a copy that is made now. */
  pathAt(nowMs: number): string {
    return join(this.folder, `${PREFIX}${fileTimestamp(nowMs)}.db`);
  }

  /** Returns how long ago the newest copy was made; infinite if there is none. */
  ageOfNewest(nowMs: number): number {
    return this.newestFirst(nowMs)[0]?.ageMs ?? Infinity;
  }

  /** Deletes the oldest copies. */
  deleteExcept(newest: number, nowMs: number): void {
    for (const { path } of this.newestFirst(nowMs).slice(newest)) rmSync(path, { force: true });
  }

  /** Deletes incomplete copies. */
  deleteParts(): void {
    for (const name of this.names()) if (PART.test(name)) rmSync(join(this.folder, name), { force: true });
  }

  private newestFirst(nowMs: number): ScheduledCopy[] {
    return this.names()
      .flatMap((name) => {
        const match = NAME.exec(name);
        return match ? [{ path: join(this.folder, name), ageMs: ageOf(match, nowMs) }] : [];
      })
      .sort((a, b) => (a.ageMs === b.ageMs ? 0 : a.ageMs - b.ageMs));
  }

  private names(): string[] {
    return existsSync(this.folder) ? readdirSync(this.folder) : [];
  }
}

function ageOf([, year, month, day, hour, minute, second]: RegExpExecArray, nowMs: number): number {
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return at > nowMs ? Infinity : nowMs - at;
}
