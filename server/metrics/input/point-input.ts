import type { Tags } from '../../../wire/schemas/frame.js';
import type { AcceptedTimes, TimeInput } from '../../common/time/timestamps.js';
import { readBatch } from '../../common/validation/read-batch.js';
import { addPoint } from './check-point.js';
import { ColumnsBuilder } from './point-columns.js';

/** A point to write with `MetricWriter`. */
export interface PointInput {
  /** 1 to 200 of the characters `A-Z a-z 0-9 . _ - : /` */
  readonly key: string;
  /** A finite number */
  readonly value: number;
  /** Default: now, and strictly increasing in each series. A point with the time of an existing one replaces it. */
  readonly at?: TimeInput | undefined;
  /** Up to 20 tags, whose names have up to 64 characters, and their values up to 256 */
  readonly tags?: Tags | undefined;
  /** Stays in effect until it is changed; an empty text removes it. */
  readonly unit?: string | undefined;
  /** A duration like `15s`: the next value is expected within it. It stays in effect until it is changed; `0s` removes it. */
  readonly expectEvery?: string | undefined;
}

/**
 * Validates a `PointInput`, or a list of them.
 * @throws JobError 413 or 422; paths of errors within a list start with the index, like `[3].value`
 */
export function parsePoints(input: unknown, times: AcceptedTimes): ColumnsBuilder {
  const columns = new ColumnsBuilder();
  readBatch(input, (point, prefix, errors) => {
    errors.push(...(addPoint(columns, point, undefined, times, prefix) ?? []));
  });
  return columns;
}
