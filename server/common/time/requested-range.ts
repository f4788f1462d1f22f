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
 * @throws Problem 422 that names the invalid parameter
 */
export function timeRangeOf({ range, from, to }: RequestedRange, defaultRange: Range, nowMs: number): TimeRange {
  if (from === undefined && to === undefined) return range === undefined ? defaultRange : liveRangeOf(range);
  if (range !== undefined) throw wrong('range', 'cannot be combined with from and to');
  if (from === undefined) throw wrong('from', 'is missing: a fixed time range needs both from and to');
  if (to === undefined) throw wrong('to', 'is missing: a fixed time range needs both from and to');
  return windowOf(parseTimeMs('from', from, nowMs), parseTimeMs('to', to, nowMs));
}

function liveRangeOf(name: string): Range {
  if (isRange(name)) return name;
  const message = `must be one of ${RANGES.join(', ')}`;
  throw new Problem(422, `The range '${name}' ${message}.`, [{ path: 'range', message }]);
}

function windowOf(fromMs: number, toMs: number): TimeWindow {
  if (toMs <= fromMs) throw wrong('to', 'must be later than from');
  if (toMs - fromMs > LONGEST_WINDOW_MS) throw wrong('to', `must be at most ${MAX_DURATION_DAYS} days after from`);
  return { from: fromMs, to: toMs };
}

function parseTimeMs(path: 'from' | 'to', text: string, nowMs: number): number {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const result = parseTimeUs(isNumber ? Number(text) : text, msToUs(nowMs));
  if (typeof result === 'string') throw wrong(path, result);
  return Math.floor(usToMs(result));
}

function wrong(path: string, message: string): Problem {
  return validationProblem([{ path, message }]);
}
