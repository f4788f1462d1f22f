import { ObjectReader } from '../object-reader.js';
import { readJson } from '../read-json.js';
import { oneOf, STATES, type State } from '../states.js';
import { JobError } from '../../database/job.js';

export const MAX_MESSAGE = 1_000;

const EXAMPLE = '{ "state": "ok" }';
const MEMBERS = ['state', 'message', 'at', 'expectEvery'];

/** A report on a status, as it was sent in and found right. */
export interface StatusReport {
  readonly state: State;
  readonly message?: string | undefined;
  /** Microseconds; without it the server gives one. */
  readonly at?: number | undefined;
  /** The promise: the next report after this many ms. Zero takes it back. */
  readonly expectEveryMs?: number | undefined;
}

/**
 * Reads a request's body: JSON, or one state alone, as `curl -d ok` sends it.
 * @param now microseconds.
 * @throws JobError 400 or 422, in words.
 */
export function readStatusReport(body: Uint8Array, now: number): StatusReport {
  const word = body.length < 32 ? oneOf(STATES, Buffer.from(body).toString().trim()) : undefined;
  if (word !== undefined) return { state: word };
  return statusReportOf(readJson(body, `${EXAMPLE} or one word of ${STATES.join(', ')}`), now);
}

/**
 * A report of what was sent in.
 * @param now microseconds.
 * @throws JobError 422, in words.
 */
export function statusReportOf(input: unknown, now: number): StatusReport {
  const reader = new ObjectReader(input, MEMBERS, EXAMPLE);
  const report: StatusReport = {
    state: reader.name('state', STATES),
    message: reader.optionalProse('message', 0, MAX_MESSAGE),
    at: reader.optionalTime('at', now),
    expectEveryMs: reader.optionalPromise('expectEvery'),
  };
  if (reader.errors.length > 0) throw new JobError(422, 'The status cannot be stored as it is.', reader.errors);
  return report;
}
