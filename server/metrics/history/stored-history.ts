import type { JobContext } from '../../database/job.js';
import { decodePoints } from './chunk-codec.js';
import type { StoredSeries } from './engine.js';
import { floorTo, type Kept, LEVELS, WINDOW } from './levels.js';
import { joinPoints, type Points, slicePoints } from './points.js';
import { readPoints } from './read-points.js';
import type { RollupRow } from './rollup-codec.js';

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
    return readPoints(
      this.context,
      'SELECT at, value FROM points WHERE series_id = ? AND at >= ? AND at < ? ORDER BY at',
      [this.id, from, until],
    );
  }

  sealed(from: number, until: number): Points {
    return slicePoints(joinPoints(this.chunks(from, until).map(({ data }) => decodePoints(data))), from, until);
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
}

/** From when on each level is kept. */
export function readKept(context: JobContext): Kept {
  const rows = context.prepare('SELECT step, since FROM history_kept').all();
  const since = new Map(rows.map((row) => [Number(row.step), Number(row.since)]));
  return { raw: since.get(0) ?? 0, levels: LEVELS.map(({ step }) => since.get(step) ?? 0) };
}
