import { JobError } from '../common/errors/job-error.js';
import { decodeBody } from '../http/bodies/decode-body.js';
import { parseForm, quotedExcerpt, unquote } from '../common/plain-body.js';
import { assertAcceptedTime } from '../common/validation/assert-accepted-time.js';
import { ObjectReader } from '../common/validation/object-reader.js';
import { readJson } from '../http/bodies/read-json.js';
import { oneOf } from '../common/one-of.js';
import { STATES, type State } from '../common/states.js';

export const MAX_MESSAGE = 1_000;
export const MAX_NAME = 200;

/** Maximum length of a body that is a state alone. */
const MAX_STATE_LENGTH = 32;

const EXAMPLE = '{ "state": "ok" }';
const EXPECTED = `${EXAMPLE} or one of the words ${STATES.join(', ')}`;
const MEMBERS = ['state', 'name', 'message', 'at', 'expectEvery'];

/** A validated report on a status. */
export interface StatusReport {
  readonly state: State;
  /** A readable title. A report without one keeps the previous title. */
  readonly name?: string | undefined;
  readonly message?: string | undefined;
  /** A report without a time gets the current time. */
  readonly atUs?: number | undefined;
  /** The expected interval: the next report comes within this many ms. Zero removes it. */
  readonly expectEveryMs?: number | undefined;
  /** Whether the sender expects no further report, so that the status never becomes late. The next report resets it. */
  readonly ended?: boolean | undefined;
}

const NUMBER = /^[+-]?[\d.,]+ ?%?$/;

/**
 * Parses a request's body: JSON, a state alone in upper or lower case (`curl -d ok`), or a form (`curl -d state=warn`).
 * @throws JobError 400 or 422
 */
export function parseStatusBody(body: Uint8Array, nowUs: number): StatusReport {
  const text = decodeBody(body);
  const state = parseState(text);
  if (state !== undefined) return { state };
  const form = parseForm(text.trim());
  const report = parseStatusReport(form ? { ...form, ...formState(form) } : readStatusJson(body, text), nowUs);
  assertAcceptedTime(report.atUs, nowUs);
  return report;
}

/** Parses the name of a state. Words that could mean several states, like `up` or `true`, are not accepted. */
function parseState(text: string): State | undefined {
  return text.length < MAX_STATE_LENGTH ? oneOf(STATES, unquote(text).toLowerCase()) : undefined;
}

function formState({ state }: Readonly<Record<string, unknown>>): { state?: State } {
  const known = typeof state === 'string' ? parseState(state) : undefined;
  return known === undefined ? {} : { state: known };
}

function readStatusJson(body: Uint8Array, text: string): unknown {
  const word = unquote(text);
  if (NUMBER.test(word)) {
    throw new JobError(400, `The body ${quotedExcerpt(word)} is a number. Push values to /api/v1/metrics/{key}.`);
  }
  return readJson(body, EXPECTED);
}

/**
 * Validates a report.
 * @throws JobError 422
 */
export function parseStatusReport(input: unknown, nowUs: number): StatusReport {
  const reader = new ObjectReader(input, MEMBERS, EXAMPLE);
  const report: StatusReport = {
    state: reader.oneOf('state', STATES),
    name: reader.optionalText('name', 1, MAX_NAME),
    message: reader.optionalText('message', 0, MAX_MESSAGE),
    atUs: reader.optionalTimeUs('at', nowUs),
    expectEveryMs: reader.optionalIntervalMs('expectEvery'),
  };
  if (reader.errors.length > 0) throw new JobError(422, 'The status is invalid.', reader.errors);
  return report;
}
