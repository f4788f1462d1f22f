import type { JobContext } from '../../server/database/job.js';
import type { DecodedPoints } from '../../server/metrics/external-points.js';
import { parseTags } from '../../server/common/tags.js';
import type { Tags } from '../../wire/frame.js';

/** A point as a decoder found it. */
export interface DecodedPoint {
  readonly key: string;
  readonly tags: Tags;
  /** Microseconds; NaN: the time of storing. */
  readonly at: number;
  readonly value: number;
}

/** What a decoder's job gives, as rows; a decoder needs nothing of a thread but to move its buffers. */
export function decoded(decode: (context: JobContext) => DecodedPoints): {
  readonly points: readonly DecodedPoint[];
  /** Series that have ended. */
  readonly ends: readonly Omit<DecodedPoint, 'value'>[];
  readonly units: Readonly<Record<string, string>>;
  readonly rejected: number;
  readonly reason: string | undefined;
} {
  const { columns, ends = [], rejected, reason } = decode({ transfer: () => undefined } as unknown as JobContext);
  const { metrics, series, rows } = columns;
  const points = Array.from(rows.value, (value, row): DecodedPoint => {
    const of = rows.series[row] as number;
    return {
      key: metrics.keys[series.metric[of] as number] as string,
      tags: parseTags(series.tags[of] as string),
      at: rows.at[row] as number,
      value,
    };
  });
  const units = metrics.keys.flatMap((key, index) => {
    const unit = metrics.units[index];
    return unit === undefined ? [] : [[key, unit] as const];
  });
  return {
    points,
    ends: ends.map(({ key, tags, at }) => ({ key, tags: parseTags(tags), at })),
    units: Object.fromEntries(units),
    rejected,
    reason,
  };
}
