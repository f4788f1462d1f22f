import type { JobContext } from '../../database/job.js';
import { decodePoints } from './encoding/chunk-codec.js';
import type { StoredSeries } from './aggregate-history.js';
import { floorToMultiple, type RetentionCutoffs, ROLLUP_LEVELS, type RollupLevel, WINDOW_US } from './rollup-levels.js';
import { concatPoints, type Points, slicePoints } from './points.js';
import { readPoints } from './read-points.js';
import type { RollupRow } from './encoding/rollup-codec.js';

/** How many rows are read at a time, because an import may leave millions of unsealed points. */
const PAGE_ROWS = 20_000;

const NO_BYTES = new Uint8Array(0);

/** Reads the stored history of one series from SQLite or PostgreSQL. */
export class StoredHistory implements StoredSeries {
  private readonly context: JobContext;
  private readonly id: number;

  constructor(context: JobContext, id: number) {
    this.context = context;
    this.id = id;
  }

  unsealed(fromUs: number, untilUs: number): Points {
    const select = 'SELECT at, value FROM points WHERE series_id = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?';
    const pages: Points[] = [];
    for (let nextUs = fromUs; ; nextUs = (pages.at(-1)?.atUs.at(-1) as number) + 1) {
      const page = readPoints(this.context, select, [this.id, nextUs, untilUs, PAGE_ROWS]);
      pages.push(page);
      this.throwIfCanceled();
      if (page.atUs.length < PAGE_ROWS) return concatPoints(pages);
    }
  }

  sealed(fromUs: number, untilUs: number): Points {
    const decoded = this.chunks(fromUs, untilUs).map(({ data }) => {
      this.throwIfCanceled();
      return decodePoints(data);
    });
    return slicePoints(concatPoints(decoded), fromUs, untilUs);
  }

  /** Returns the chunks of all windows that overlap the time. */
  chunks(fromUs: number, untilUs: number): { id: number; start: number; data: Uint8Array }[] {
    return this.context
      .prepare('SELECT id, start, data FROM chunks WHERE series_id = ? AND start >= ? AND start < ? ORDER BY start')
      .all(this.id, floorToMultiple(fromUs, WINDOW_US), untilUs) as unknown as {
      id: number;
      start: number;
      data: Uint8Array;
    }[];
  }

  rollups(level: number, fromUs: number, untilUs: number, withSketches: boolean): readonly RollupRow[] {
    const { stepUs, spanUs } = ROLLUP_LEVELS[level] as RollupLevel;
    const rows = this.context
      .prepare(
        `SELECT start, moments AS statistics ${withSketches ? ', sketches' : ''} FROM rollups
         WHERE series_id = ? AND step = ? AND start >= ? AND start < ? ORDER BY start`,
      )
      .all(this.id, stepUs, floorToMultiple(fromUs, spanUs), untilUs) as unknown as RollupRow[];
    return withSketches ? rows : rows.map(({ start, statistics }) => ({ start, statistics, sketches: NO_BYTES }));
  }

  throwIfCanceled(): void {
    this.context.throwIfCanceled();
  }
}

export function readCutoffs(context: JobContext): RetentionCutoffs {
  const rows = context.prepare('SELECT step, since FROM history_kept').all();
  const cutoffUsByStep = new Map(rows.map((row) => [Number(row.step), Number(row.since)]));
  return {
    rawUs: cutoffUsByStep.get(0) ?? 0,
    levelCutoffsUs: ROLLUP_LEVELS.map(({ stepUs }) => cutoffUsByStep.get(stepUs) ?? 0),
  };
}

/**
 * Moves the cutoff of a level back, after the clock was wrong.
 * @param stepUs the step of the level; 0 for raw points
 */
export function lowerCutoff(context: JobContext, stepUs: number, cutoffUs: number): void {
  context.prepare('UPDATE history_kept SET since = ? WHERE step = ? AND since > ?').run(cutoffUs, stepUs, cutoffUs);
}

/**
 * Advances the cutoff of a level. It never moves back.
 * @param stepUs the step of the level; 0 for raw points
 * @returns whether the cutoff changed
 */
export function advanceCutoff(context: JobContext, stepUs: number, cutoffUs: number): boolean {
  const { changes } = context
    .prepare(
      `INSERT INTO history_kept (step, since) VALUES (?, ?)
       ON CONFLICT (step) DO UPDATE SET since = excluded.since WHERE excluded.since > history_kept.since`,
    )
    .run(stepUs, cutoffUs);
  return changes > 0;
}
