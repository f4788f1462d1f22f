import { Problem } from '../../common/errors/problem.js';
import { isObject } from '../../../wire/is-object.js';
import { msToUs, usToMs, parseMeasuredTimeUs } from '../../common/time/timestamps.js';
import { toNumber } from './widget-values.js';

/** Smaller `x` are step numbers, as in Smashing's examples. Others are times since 1970. */
const MIN_TIMESTAMP = 1e8;

const MAX_POINTS = 10_000;

/** A point of a graph. Without a time (milliseconds), it is the current value. */
export interface WidgetPoint {
  readonly value: number;
  readonly at?: number;
}

interface ParsedPoint {
  readonly x: number | string;
  readonly y: number;
}

/**
 * Parses the points of a graph, `{ "x", "y" }` or `[x, y]`. Points with times in the past are all returned. Of points with step
 * numbers, only the last one is returned, because their times are not known. Points without a number are left out.
 *
 * @throws Problem 413 if there are too many points
 */
export function parseWidgetPoints(points: unknown, nowMs: number): WidgetPoint[] {
  if (!Array.isArray(points)) return [];
  if (points.length > MAX_POINTS) throw new Problem(413, `A graph has at most ${MAX_POINTS} points.`);
  const read = points.flatMap((point: unknown) => readPoint(point));
  const timed = read.flatMap((point) => timedPoint(point, nowMs));
  if (timed.length > 0 || read.some(({ x }) => Number(x) >= MIN_TIMESTAMP)) return timed;
  const last = read.reduce<ParsedPoint | undefined>(
    (last, each) => (last && Number(last.x) > Number(each.x) ? last : each),
    undefined,
  );
  return last ? [{ value: last.y }] : [];
}

function readPoint(point: unknown): ParsedPoint[] {
  const [x, y] = Array.isArray(point) ? (point as unknown[]) : isObject(point) ? [point.x, point.y] : [];
  const [place, value] = [toNumber(x) ?? x, toNumber(y)];
  return value === undefined || (typeof place !== 'number' && typeof place !== 'string')
    ? []
    : [{ x: place, y: value }];
}

function timedPoint({ x, y }: ParsedPoint, nowMs: number): WidgetPoint[] {
  if (typeof x === 'number' && x < MIN_TIMESTAMP) return [];
  const result = parseMeasuredTimeUs(x, { nowUs: msToUs(nowMs) });
  return typeof result === 'number' ? [{ value: y, at: usToMs(result) }] : [];
}
