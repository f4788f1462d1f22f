import { MAX_DURATION_DAYS } from '../../../wire/limits.js';
import {
  isRange,
  LONGEST_WINDOW_MS,
  type Range,
  RANGES,
  type TimeRange,
  type TimeWindow,
} from '../../../wire/range.js';
import { Problem } from '../errors/problem.js';
import { msToUs, usToMs, parseTimeUs } from './timestamps.js';
import { validationProblem } from '../validation/validate.js';

/** The time range of a request, as it was written: a live range, or both ends of a fixed time range. */
export interface RequestedRange {
  readonly range?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * The requested time range, or `defaultRange`. Times have the formats of a point's time, and are rounded down to ms.
 *
 * @param now in ms
 * @throws Problem 422 that names the invalid parameter
 */
export function timeRangeOf({ range, from, to }: RequestedRange, defaultRange: Range, now: number): TimeRange {
  if (from === undefined && to === undefined) return range === undefined ? defaultRange : liveRangeOf(range);
  if (range !== undefined) throw wrong('range', 'cannot be combined with from and to');
  if (from === undefined) throw wrong('from', 'is missing: a fixed time range needs both from and to');
  if (to === undefined) throw wrong('to', 'is missing: a fixed time range needs both from and to');
  return windowOf(timeOf('from', from, now), timeOf('to', to, now));
}

function liveRangeOf(name: string): Range {
  if (isRange(name)) return name;
  const message = `must be one of ${RANGES.join(', ')}`;
  throw new Problem(422, `The range '${name}' ${message}.`, [{ path: 'range', message }]);
}

function windowOf(from: number, to: number): TimeWindow {
  if (to <= from) throw wrong('to', 'must be later than from');
  if (to - from > LONGEST_WINDOW_MS) throw wrong('to', `must be at most ${MAX_DURATION_DAYS} days after from`);
  return { from, to };
}

function timeOf(path: 'from' | 'to', text: string, now: number): number {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const time = parseTimeUs(isNumber ? Number(text) : text, msToUs(now));
  if (typeof time === 'string') throw wrong(path, time);
  return Math.floor(usToMs(time));
}

function wrong(path: string, message: string): Problem {
  return validationProblem([{ path, message }]);
}
