import { JobError } from '../common/errors/job-error.js';
import { decodeBody } from '../http/bodies/decode-body.js';
import { parseForm, quotedExcerpt, unquote } from '../common/plain-body.js';
import type { TimeInput } from '../common/time/timestamps.js';
import { ObjectReader } from '../common/validation/object-reader.js';
import { readBatch } from '../common/validation/read-batch.js';
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
const KEYED_EXAMPLE = '{ "key": "shop.checkout", "state": "ok" }';

/** A report on a status, to write with `StatusWriter`. */
export interface StatusInput {
  /** 1 to 200 of the characters `A-Z a-z 0-9 . _ - : /` */
  readonly key: string;
  /** The new state. */
  readonly state: State;
  /** A readable title, up to 200 characters. A report without one keeps the previous title. */
  readonly name?: string | undefined;
  /** Up to 1,000 characters. A report without one clears the message. */
  readonly message?: string | undefined;
  /** Default: now */
  readonly at?: TimeInput | undefined;
  /** A duration like `5m`: the next report is expected within it. It stays in effect until it is changed; `0s` removes it. */
  readonly expectEvery?: string | undefined;
}

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

/** A report with the key of its status. */
export interface KeyedReport {
  readonly key: string;
  readonly report: StatusReport;
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
  const input = form ? { ...form, ...formState(form) } : readStatusJson(body, text);
  const reader = new ObjectReader(input, MEMBERS, EXAMPLE);
  return validReport(reader, readNewReport(reader, nowUs));
}

/**
 * Validates a `StatusInput`, or a list of them.
 * @throws JobError 413 or 422; paths of errors within a list start with the index, like `[3].state`
 */
export function parseStatusInputs(input: unknown, nowUs: number): KeyedReport[] {
  return readBatch(input, (each, prefix, errors) => {
    const reader = new ObjectReader(each, ['key', ...MEMBERS], KEYED_EXAMPLE, prefix);
    const keyed = { key: reader.key('key'), report: readNewReport(reader, nowUs) };
    errors.push(...reader.errors);
    return keyed;
  });
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
 * Validates a report, which may have any time.
 * @throws JobError 422
 */
export function parseStatusReport(input: unknown, nowUs: number): StatusReport {
  const reader = new ObjectReader(input, MEMBERS, EXAMPLE);
  return validReport(reader, readReport(reader, nowUs));
}

function readNewReport(reader: ObjectReader, nowUs: number): StatusReport {
  const report = readReport(reader, nowUs);
  reader.checkMeasuredTime('at', report.atUs, nowUs);
  return report;
}

function readReport(reader: ObjectReader, nowUs: number): StatusReport {
  return {
    state: reader.oneOf('state', STATES),
    name: reader.optionalText('name', 1, MAX_NAME),
    message: reader.optionalText('message', 0, MAX_MESSAGE),
    atUs: reader.optionalTimeUs('at', nowUs),
    expectEveryMs: reader.optionalIntervalMs('expectEvery'),
  };
}

/** @throws JobError 422 */
function validReport({ errors }: ObjectReader, report: StatusReport): StatusReport {
  if (errors.length > 0) throw new JobError(422, 'The status is invalid.', errors);
  return report;
}
