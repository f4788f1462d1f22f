import type { FrameField } from '../../../wire/frame.js';
import { timesOf } from './frame-diff.js';
import type { LoadedFrame } from '../source.js';

/** The largest time in ms: a `Date` can hold it with an expected interval added. */
const LATEST_MS = 3e15;

/**
 * What a source answered, once it is known to be a frame that can be sent: a stranger's mistake must stay in its own
 * panel.
 *
 * @throws Error in words, for whoever reads the panel
 */
export function checkFrame(frame: LoadedFrame): LoadedFrame {
  const { fields, updatedAt = 0, expectEveryMs = 0, endedAt = 0, expectedIntervals = [] } = frame;
  const rows = fields[0]?.values.length ?? 0;
  for (const field of fields) {
    const problem = field.values.length === rows ? contentProblem(field) : `is not ${rows} rows long, as the first is`;
    if (problem !== undefined)
      throw new Error(`the source answered a wrong frame: its column '${field.name}' ${problem}`);
  }
  if (timesOf(frame)?.every(isTime) === false) {
    throw new Error('the source answered a wrong frame: its rows have something else than times in milliseconds');
  }
  for (const [name, ms] of Object.entries({ updatedAt, expectEveryMs, endedAt })) {
    if (!isTime(ms)) throw new Error(`the source answered a wrong frame: its ${name} is no time in milliseconds`);
  }
  if (!expectedIntervals.every((part) => isTime(part.updatedAt) && isTime(part.expectEveryMs))) {
    throw new Error('the source answered a wrong frame: its expectedIntervals must have times in milliseconds');
  }
  return frame;
}

function contentProblem({ values }: FrameField): string | undefined {
  return values.every(isValue) ? undefined : 'holds something else than numbers, texts, booleans and nulls';
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= LATEST_MS;
}

function isValue(value: unknown): boolean {
  return value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}
