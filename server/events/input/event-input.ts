import { JobError } from '../../common/errors/job-error.js';
import { assertAcceptedTime } from '../../common/validation/assert-accepted-time.js';
import { ObjectReader } from '../../common/validation/object-reader.js';
import { readJsonOrLines } from '../../http/bodies/read-json.js';
import { LEVELS, type Level } from '../../common/states.js';

export const MAX_TITLE = 200;
export const MAX_TEXT = 10_000;

const EXAMPLE = '{ "title": "Deployed 1.4.2" }';
const MEMBERS = ['title', 'level', 'text', 'at', 'tags'];

/** A validated event. */
export interface EventInput {
  readonly title: string;
  readonly level: Level;
  readonly text: string | null;
  readonly atUs: number;
  /** Canonical tags. */
  readonly tags: string;
}

/** The events of a request. */
export interface ParsedEvents {
  readonly events: readonly EventInput[];
  /** Whether the body was a list, even of one event. */
  readonly isBatch: boolean;
}

/**
 * Parses a request's body: an event, a JSON array of events, or one event per line (NDJSON).
 * @param nowUs the time of events that have none
 * @throws JobError 400 or 422; paths of errors within a list start with the index, like `[3].title`
 */
export function parseEvents(body: Uint8Array, nowUs: number): ParsedEvents {
  const input = readJsonOrLines(body, EXAMPLE);
  if (!Array.isArray(input)) return { events: [parsePushedEvent(input, nowUs)], isBatch: false };
  return { events: input.map((each, index) => parsePushedEvent(each, nowUs, `[${index}].`)), isBatch: true };
}

function parsePushedEvent(input: unknown, nowUs: number, prefix = ''): EventInput {
  const event = parseEvent(input, nowUs, prefix);
  assertAcceptedTime(event.atUs, nowUs, prefix);
  return event;
}

/**
 * Validates an event.
 * @param nowUs the time of an event that has none
 * @param prefix of the paths in errors, like `[3].`
 * @throws JobError 422
 */
export function parseEvent(input: unknown, nowUs: number, prefix = ''): EventInput {
  const reader = new ObjectReader(input, MEMBERS, EXAMPLE, prefix);
  const event: EventInput = {
    title: reader.text('title', 1, MAX_TITLE),
    level: reader.optionalOneOf('level', LEVELS) ?? 'info',
    text: reader.optionalText('text', 0, MAX_TEXT) ?? null,
    atUs: reader.optionalTimeUs('at', nowUs) ?? nowUs,
    tags: reader.tags('tags'),
  };
  if (reader.errors.length > 0) throw new JobError(422, 'The event is invalid.', reader.errors);
  return event;
}
