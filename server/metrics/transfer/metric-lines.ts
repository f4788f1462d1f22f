import { parseDuration } from '../../../wire/duration.js';
import { isObject } from '../../../wire/is-object.js';
import type { LineObject } from '../../transfer/ndjson.js';
import { timeProblem } from '../../common/time/timestamps.js';
import { canonicalTags, tagsProblem } from '../../common/tags.js';
import { keyProblem } from '../../common/validation/key-problem.js';
import type { SeriesEnd } from '../input/point-columns.js';
import { unitProblem } from '../../common/validation/unit-problem.js';

/** `{ "type": "metric", "key", "unit"?, "expectEvery"? }` */
export interface MetricLine {
  readonly key: string;
  readonly unit?: string | undefined;
  readonly expectEveryMs?: number | undefined;
}

/** `{ "type": "points", "key", "tags", "at": […], "value": […] }`, times in microseconds. */
export interface PointsLine {
  readonly key: string;
  /** Canonical. */
  readonly tags: string;
  readonly atUs: readonly number[];
  readonly value: readonly number[];
}

/** A rollup bucket in a line. The bins and counts are those of its sketch. */
export type RollupBucketLine = readonly [
  startUs: number,
  count: number,
  sum: number,
  min: number,
  max: number,
  last: number,
  bins: readonly number[],
  counts: readonly number[],
];

/** `{ "type": "rollups", "key", "tags", "step", "cells": [[…]] }`, the step in microseconds. */
export interface RollupsLine {
  readonly key: string;
  readonly tags: string;
  readonly stepUs: number;
  readonly buckets: readonly RollupBucketLine[];
}

/** `{ "type": "kept", "since": { "0": …, "60000000": … } }`: the retention cutoff of each level (0: raw points), in microseconds. */
export interface CutoffsLine {
  readonly cutoffUsByStep: Readonly<Record<string, number>>;
}

/** `{ "type": "seriesEnd", "key", "tags", "at" }`: when a series ended, in microseconds. */
export type EndLine = SeriesEnd;

/** No number has a larger bin. */
const MAX_BIN = 100_000;

/** @throws Error if the line is invalid */
export function parseMetricLine({ key, unit, expectEvery }: LineObject): MetricLine {
  const problem = unit === undefined ? undefined : unitProblem(unit);
  if (problem !== undefined) throw new Error(`unit ${problem}`);
  const ms = typeof expectEvery === 'string' ? parseDuration(expectEvery) : undefined;
  if (expectEvery !== undefined && ms === undefined) throw new Error('expectEvery must be a duration');
  return { key: checkedKey(key), unit: unit === '' ? undefined : (unit as string | undefined), expectEveryMs: ms };
}

/** @throws Error if the line is invalid */
export function parsePointsLine({ key, tags, at, value }: LineObject, nowUs: number): PointsLine {
  if (!isNumbers(at) || !isNumbers(value) || at.length !== value.length) {
    throw new Error('at and value must be lists of numbers of the same length');
  }
  checkTimes(at, nowUs);
  return { key: checkedKey(key), tags: checkedTags(tags), atUs: at, value };
}

/** @throws Error if the line is invalid */
export function parseRollupsLine({ key, tags, step, cells }: LineObject, nowUs: number): RollupsLine {
  if (!Number.isSafeInteger(step) || (step as number) <= 0) throw new Error('step must be a whole number above zero');
  if (!Array.isArray(cells) || !cells.every((bucket) => isBucket(bucket, step as number))) {
    throw new Error('cells must be lists of start (a multiple of step), count, sum, min, max, last, bins and counts');
  }
  checkTimes(
    cells.map(([start]) => start),
    nowUs,
  );
  return { key: checkedKey(key), tags: checkedTags(tags), stepUs: step as number, buckets: cells };
}

/** @throws Error if the line is invalid */
export function parseEndLine({ key, tags, at }: LineObject, nowUs: number): EndLine {
  if (!isNumbers([at])) throw new Error('at must be a number');
  checkTimes([at as number], nowUs);
  return { key: checkedKey(key), tags: checkedTags(tags), atUs: at as number };
}

/** @throws Error if the line is invalid */
export function parseCutoffsLine({ since }: LineObject, nowUs: number): CutoffsLine {
  const cutoffsUs = isObject(since) ? Object.values(since) : undefined;
  if (!isNumbers(cutoffsUs)) throw new Error('since must be an object of numbers');
  checkTimes(cutoffsUs, nowUs);
  return { cutoffUsByStep: since as CutoffsLine['cutoffUsByStep'] };
}

function checkedKey(key: unknown): string {
  const problem = typeof key === 'string' ? keyProblem(key) : 'must be a string';
  if (problem !== undefined) throw new Error(`key ${problem}`);
  return key as string;
}

/** Returns canonical tags. They are checked like tags of other systems, which may contain more characters than pushed tags. */
function checkedTags(tags: unknown = {}): string {
  const entries = typeof tags === 'object' && tags !== null ? Object.entries(tags) : undefined;
  if (!entries || Array.isArray(tags) || !entries.every((entry): entry is [string, string] => isString(entry[1]))) {
    throw new Error('tags must be an object of strings');
  }
  const problem = tagsProblem(new Map(entries));
  if (problem !== undefined) throw new Error(problem);
  return canonicalTags(Object.fromEntries(entries));
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumbers(list: unknown): list is number[] {
  return Array.isArray(list) && list.every((each) => Number.isFinite(each));
}

function checkTimes(timesUs: readonly number[], nowUs: number): void {
  for (const timeUs of timesUs) {
    const problem = Number.isSafeInteger(timeUs) ? timeProblem(timeUs, nowUs) : 'must be whole microseconds since 1970';
    if (problem !== undefined) throw new Error(`a time ${problem}`);
  }
}

function isBucket(bucket: unknown, stepUs: number): bucket is RollupBucketLine {
  if (!Array.isArray(bucket) || bucket.length !== 8 || !isNumbers(bucket.slice(0, 6))) return false;
  const [startUs, count] = bucket as [number, number];
  return startUs % stepUs === 0 && isCount(count) && isSketch(bucket[6], bucket[7]);
}

function isSketch(bins: unknown, counts: unknown): boolean {
  return (
    isNumbers(bins) &&
    isNumbers(counts) &&
    bins.length === counts.length &&
    bins.every(
      (bin, index) => Number.isInteger(bin) && Math.abs(bin) <= MAX_BIN && bin > (bins[index - 1] ?? -Infinity),
    ) &&
    counts.every(isCount)
  );
}

function isCount(count: number): boolean {
  return Number.isSafeInteger(count) && count > 0;
}
