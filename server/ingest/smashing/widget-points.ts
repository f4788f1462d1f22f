import { Problem } from '../../common/errors/problem.js';
import { msToUs, usToMs, parseMeasuredTime } from '../../common/time/timestamps.js';
import { isObject, toNumber } from './widget-values.js';

/** The numbers below are counted steps, as Smashing's own examples have them; beyond, times since 1970. */
const MIN_TIMESTAMP = 1e8;

const MAX_POINTS = 10_000;

/** A point of a graph; without a time (ms) it is what is so now. */
export interface WidgetPoint {
  readonly value: number;
  readonly at?: number;
}

interface ParsedPoint {
  readonly x: number | string;
  readonly y: number;
}

/**
 * The points of a graph, `{ "x", "y" }` or `[x, y]`. Of those with times all count that lie in the past, of those with steps only
 * the last, for steps say nothing of when. What has no number is left out.
 *
 * @throws Problem 413 if there are too many.
 */
export function parseWidgetPoints(points: unknown, nowMs: number): WidgetPoint[] {
  if (!Array.isArray(points)) return [];
  if (points.length > MAX_POINTS) throw new Problem(413, `A graph has at most ${MAX_POINTS} points.`);
  const read = points.flatMap((point: unknown) => readPoint(point));
  const timed = read.flatMap((point) => atTime(point, nowMs));
  if (timed.length > 0 || read.some(({ x }) => Number(x) >= MIN_TIMESTAMP)) return timed;
  const last = read.reduce<ParsedPoint | undefined>(
    (so, each) => (so && Number(so.x) > Number(each.x) ? so : each),
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

function atTime({ x, y }: ParsedPoint, nowMs: number): WidgetPoint[] {
  if (typeof x === 'number' && x < MIN_TIMESTAMP) return [];
  const time = parseMeasuredTime(x, { nowUs: msToUs(nowMs) });
  return typeof time === 'number' ? [{ value: y, at: usToMs(time) }] : [];
}
