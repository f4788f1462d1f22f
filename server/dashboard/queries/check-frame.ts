import type { FrameField } from '../../../wire/schemas/frame.js';
import { timesOf } from './frame-diff.js';
import type { LoadedFrame } from '../contracts/source.js';

/** The latest time (ms) that a `Date` can hold with ten expected intervals added to it. */
const LATEST_MS = 3e15;

/**
 * Checks that a source returned a frame that can be sent. A mistake of a third-party source must affect only its own panel.
 *
 * @returns the frame
 * @throws Error with a message for the panel
 */
export function checkFrame(frame: LoadedFrame): LoadedFrame {
  const { fields, updatedAt = 0, expectEveryMs = 0, endedAt = 0, expectedIntervals = [] } = frame;
  const rows = fields[0]?.values.length ?? 0;
  for (const field of fields) {
    const problem =
      field.values.length === rows ? contentProblem(field) : `does not have ${rows} rows as the first column has`;
    if (problem !== undefined)
      throw new Error(`the source returned an invalid frame: its column '${field.name}' ${problem}`);
  }
  if (timesOf(frame)?.every(isTime) === false) {
    throw new Error(
      'the source returned an invalid frame: the values of its time column must be times in milliseconds',
    );
  }
  for (const [name, ms] of Object.entries({ updatedAt, expectEveryMs, endedAt })) {
    if (!isTime(ms))
      throw new Error(`the source returned an invalid frame: its ${name} must be a time in milliseconds`);
  }
  if (!expectedIntervals.every((part) => isTime(part.updatedAt) && isTime(part.expectEveryMs))) {
    throw new Error('the source returned an invalid frame: its expected intervals must be in milliseconds');
  }
  return frame;
}

function contentProblem({ values }: FrameField): string | undefined {
  return values.every(isValue) ? undefined : 'must hold only numbers, strings, booleans and nulls';
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= LATEST_MS;
}

function isValue(value: unknown): boolean {
  return value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}
