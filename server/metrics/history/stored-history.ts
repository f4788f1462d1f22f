import type { JobContext } from '../../database/job.js';
import { decodePoints } from './encoding/chunk-codec.js';
import type { StoredSeries } from './aggregate-history.js';
import { floorTo, type RetentionCutoffs, LEVELS, WINDOW } from './rollup-levels.js';
import { joinPoints, type Points, slicePoints } from './points.js';
import { readPoints } from './read-points.js';
import type { RollupRow } from './encoding/rollup-codec.js';

/** So many rows are held at a time: a history that was just imported may have millions that wait to be sealed. */
const PAGE_ROWS = 20_000;

const NO_BYTES = new Uint8Array(0);

/** One series, in either database. */
export class StoredHistory implements StoredSeries {
  private readonly context: JobContext;
  private readonly id: number;

  constructor(context: JobContext, id: number) {
    this.context = context;
    this.id = id;
  }

  unsealed(from: number, until: number): Points {
    const select = 'SELECT at, value FROM points WHERE series_id = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?';
    const pages: Points[] = [];
    for (let next = from; ; next = (pages.at(-1)?.at.at(-1) as number) + 1) {
      const page = readPoints(this.context, select, [this.id, next, until, PAGE_ROWS]);
      pages.push(page);
      this.throwIfCanceled();
      if (page.at.length < PAGE_ROWS) return joinPoints(pages);
    }
  }

  sealed(from: number, until: number): Points {
    const decoded = this.chunks(from, until).map(({ data }) => {
      this.throwIfCanceled();
      return decodePoints(data);
    });
    return slicePoints(joinPoints(decoded), from, until);
  }

  /** Chunks that may have points of a part of time: all of its windows. */
  chunks(from: number, until: number): { id: number; start: number; data: Uint8Array }[] {
    return this.context
      .prepare('SELECT id, start, data FROM chunks WHERE series_id = ? AND start >= ? AND start < ? ORDER BY start')
      .all(this.id, floorTo(from, WINDOW), until) as unknown as { id: number; start: number; data: Uint8Array }[];
  }

  rollups(level: number, from: number, until: number, sketches: boolean): readonly RollupRow[] {
    const { step, span } = LEVELS[level] as { step: number; span: number };
    const rows = this.context
      .prepare(
        `SELECT start, moments ${sketches ? ', sketches' : ''} FROM rollups
         WHERE series_id = ? AND step = ? AND start >= ? AND start < ? ORDER BY start`,
      )
      .all(this.id, step, floorTo(from, span), until) as unknown as RollupRow[];
    return sketches ? rows : rows.map(({ start, moments }) => ({ start, moments, sketches: NO_BYTES }));
  }

  throwIfCanceled(): void {
    this.context.throwIfCanceled();
  }
}

/** From when on each level is kept. */
export function readCutoffs(context: JobContext): RetentionCutoffs {
  const rows = context.prepare('SELECT step, since FROM history_kept').all();
  const since = new Map(rows.map((row) => [Number(row.step), Number(row.since)]));
  return { raw: since.get(0) ?? 0, levels: LEVELS.map(({ step }) => since.get(step) ?? 0) };
}

/** A level (by its step; 0 are the points) is kept from an earlier time on, in microseconds: the clock was wrong before. */
export function lowerCutoff(context: JobContext, step: number, since: number): void {
  context.prepare('UPDATE history_kept SET since = ? WHERE step = ? AND since > ?').run(since, step, since);
}

/**
 * A level (by its step; 0 are the points) is kept from this time on alone, in microseconds. It only grows.
 * @returns whether it did.
 */
export function advanceCutoff(context: JobContext, step: number, since: number): boolean {
  const { changes } = context
    .prepare(
      `INSERT INTO history_kept (step, since) VALUES (?, ?)
       ON CONFLICT (step) DO UPDATE SET since = excluded.since WHERE excluded.since > history_kept.since`,
    )
    .run(step, since);
  return changes > 0;
}
