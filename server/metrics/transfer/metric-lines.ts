import { parseDuration } from '../../base/duration.js';
import type { Members } from '../../base/ndjson.js';
import { checkTime } from '../../base/time.js';
import { keyProblem } from '../metric-key.js';
import { canonicalTags, checkTags, textProblem } from '../tags.js';

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
  readonly at: readonly number[];
  readonly value: readonly number[];
}

/** A cell of a rollup as a line has it: start (microseconds), count, sum, min, max, last, and its sketch's bins and counts. */
export type LineCell = readonly [number, number, number, number, number, number, readonly number[], readonly number[]];

/** `{ "type": "rollups", "key", "tags", "step", "cells": [[…]] }`, the step in microseconds. */
export interface RollupsLine {
  readonly key: string;
  readonly tags: string;
  readonly step: number;
  readonly cells: readonly LineCell[];
}

/** `{ "type": "kept", "since": { "0": …, "60000000": … } }`: from when on each level is there, in microseconds; 0 are the points. */
export interface KeptLine {
  readonly since: Readonly<Record<string, number>>;
}

const MAX_UNIT = 32;

/** @throws Error in words. */
export function metricLineOf({ key, unit, expectEvery }: Members): MetricLine {
  if (unit !== undefined && (typeof unit !== 'string' || textProblem(unit, 1, MAX_UNIT) !== undefined)) {
    throw new Error(`unit must be a text of 1-${MAX_UNIT} characters`);
  }
  const ms = typeof expectEvery === 'string' ? parseDuration(expectEvery) : undefined;
  if (expectEvery !== undefined && ms === undefined) throw new Error('expectEvery must be a duration');
  return { key: keyOf(key), unit, expectEveryMs: ms };
}

/** @throws Error in words. */
export function pointsLineOf({ key, tags, at, value }: Members, now: number): PointsLine {
  if (!isNumbers(at) || !isNumbers(value) || at.length !== value.length) {
    throw new Error('at and value must be lists of numbers, one as long as the other');
  }
  for (const time of at) {
    const checked = checkTime(time, now);
    if (typeof checked === 'string') throw new Error(`a time ${checked}`);
  }
  return { key: keyOf(key), tags: tagsOf(tags), at, value };
}

/** @throws Error in words. */
export function rollupsLineOf({ key, tags, step, cells }: Members): RollupsLine {
  if (typeof step !== 'number') throw new Error('step must be a number');
  if (!Array.isArray(cells) || !cells.every(isCell)) {
    throw new Error('cells must be lists of start, count, sum, min, max, last, bins and counts');
  }
  return { key: keyOf(key), tags: tagsOf(tags), step, cells };
}

/** @throws Error in words. */
export function keptLineOf({ since }: Members): KeptLine {
  if (typeof since !== 'object' || since === null || !isNumbers(Object.values(since))) {
    throw new Error('since must be an object of numbers');
  }
  return { since: since as KeptLine['since'] };
}

function keyOf(key: unknown): string {
  const problem = typeof key === 'string' ? keyProblem(key) : 'must be a string';
  if (problem !== undefined) throw new Error(`key ${problem}`);
  return key as string;
}

function tagsOf(tags: unknown): string {
  let problem: string | undefined;
  if (checkTags(tags ?? {}, (member, message) => (problem ??= `${member} ${message}`))) {
    return canonicalTags((tags ?? {}) as Record<string, string>);
  }
  throw new Error(problem ?? 'tags are wrong');
}

function isNumbers(list: unknown): list is number[] {
  return Array.isArray(list) && list.every((each) => Number.isFinite(each));
}

function isCell(cell: unknown): cell is LineCell {
  if (!Array.isArray(cell) || cell.length !== 8) return false;
  const [bins, counts] = cell.slice(6) as unknown[];
  return isNumbers(cell.slice(0, 6)) && isNumbers(bins) && isNumbers(counts) && bins.length === counts.length;
}
