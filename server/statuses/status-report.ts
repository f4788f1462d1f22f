import { JobError } from '../common/errors/job-error.js';
import { decodeBody } from '../http/bodies/decode-body.js';
import { formMembers, shownText, unquoted } from '../metrics/input/plain-body.js';
import { assertAcceptedTime } from '../common/validation/assert-accepted-time.js';
import { ObjectReader } from '../common/validation/object-reader.js';
import { readJson } from '../http/bodies/read-json.js';
import { oneOf } from '../common/one-of.js';
import { STATES, type State } from '../common/states.js';

export const MAX_MESSAGE = 1_000;
export const MAX_NAME = 200;

/** Longer texts are no single word. */
const MAX_STATE_LENGTH = 32;

const EXAMPLE = '{ "state": "ok" }';
const EXPECTED = `${EXAMPLE} or one word of ${STATES.join(', ')}`;
const MEMBERS = ['state', 'name', 'message', 'at', 'expectEvery'];

/** A report on a status, as it was sent in and found right. */
export interface StatusReport {
  readonly state: State;
  /** A title for people; without one the last given stays. */
  readonly name?: string | undefined;
  readonly message?: string | undefined;
  /** Microseconds; without it the server gives one. */
  readonly at?: number | undefined;
  /** The expected interval: the next report comes within this many ms. Zero removes it. */
  readonly expectEveryMs?: number | undefined;
  /** The sender expects to report no more of it: no silence is a failure. The next report takes it back. */
  readonly ended?: boolean | undefined;
}

/** Where a value goes. */
const NUMBER = /^[+-]?[\d.,]+ ?%?$/;

/**
 * Reads a request's body: JSON, one state alone, in capitals, too (`curl -d ok`), or a form (`curl -d state=warn`).
 * @param now microseconds.
 * @throws JobError 400 or 422, in words.
 */
export function parseStatusBody(body: Uint8Array, now: number): StatusReport {
  const text = decodeBody(body);
  const state = parseState(text);
  if (state !== undefined) return { state };
  const form = formMembers(text.trim());
  const report = parseStatusReport(form ? { ...form, ...formState(form) } : readStatusJson(body, text), now);
  assertAcceptedTime(report.at, now);
  return report;
}

/** Of words that could mean more than one state, like `up` or `true`, none is guessed. */
function parseState(text: string): State | undefined {
  return text.length < MAX_STATE_LENGTH ? oneOf(STATES, unquoted(text).toLowerCase()) : undefined;
}

function formState({ state }: Readonly<Record<string, unknown>>): { state?: State } {
  const known = typeof state === 'string' ? parseState(state) : undefined;
  return known === undefined ? {} : { state: known };
}

function readStatusJson(body: Uint8Array, text: string): unknown {
  const word = unquoted(text);
  if (NUMBER.test(word)) {
    throw new JobError(400, `The body ${shownText(word)} is a number: values go to /api/v1/metrics/{key}.`);
  }
  return readJson(body, EXPECTED);
}

/**
 * A report of what was sent in.
 * @param now microseconds.
 * @throws JobError 422, in words.
 */
export function parseStatusReport(input: unknown, now: number): StatusReport {
  const reader = new ObjectReader(input, MEMBERS, EXAMPLE);
  const report: StatusReport = {
    state: reader.oneOf('state', STATES),
    name: reader.optionalText('name', 1, MAX_NAME),
    message: reader.optionalText('message', 0, MAX_MESSAGE),
    at: reader.optionalTime('at', now),
    expectEveryMs: reader.optionalInterval('expectEvery'),
  };
  if (reader.errors.length > 0) throw new JobError(422, 'The status cannot be stored as it is.', reader.errors);
  return report;
}
