import type { Tags } from '../../../wire/schemas/frame.js';
import { JobError } from '../../common/errors/job-error.js';
import { LEVELS, type Level } from '../../common/states.js';
import type { TimeInput } from '../../common/time/timestamps.js';
import { ObjectReader } from '../../common/validation/object-reader.js';
import { readBatch } from '../../common/validation/read-batch.js';
import { readJsonOrLines } from '../../http/bodies/read-json.js';

export const MAX_TITLE = 200;
export const MAX_TEXT = 10_000;

const EXAMPLE = '{ "title": "Deployed 1.4.2" }';
const MEMBERS = ['title', 'level', 'text', 'at', 'tags'];

/** An event to write with `EventWriter`. */
export interface EventInput {
  /** 1 to 200 characters */
  readonly title: string;
  /** Default: `info` */
  readonly level?: Level | undefined;
  /** Up to 10,000 characters */
  readonly text?: string | undefined;
  /** Default: now */
  readonly at?: TimeInput | undefined;
  /** Up to 20 tags, whose names have up to 64 characters, and their values up to 256 */
  readonly tags?: Tags | undefined;
}

/** A validated event. */
export interface NewEvent {
  readonly title: string;
  readonly level: Level;
  readonly text: string | null;
  readonly atUs: number;
  /** Canonical tags. */
  readonly tags: string;
}

/** The events of a request. */
export interface ParsedEvents {
  readonly events: readonly NewEvent[];
  /** Whether the body was a list, even of one event. */
  readonly isBatch: boolean;
}

/**
 * Parses a request's body: an event, a JSON array of events, or one event per line (NDJSON).
 * @param nowUs the time of events that have none
 * @throws JobError 400 or 422; paths of errors within a list start with the index, like `[3].title`
 */
export function parseEventBody(body: Uint8Array, nowUs: number): ParsedEvents {
  const input = readJsonOrLines(body, EXAMPLE);
  return { events: parseEvents(input, nowUs), isBatch: Array.isArray(input) };
}

/**
 * Validates an `EventInput`, or a list of them.
 * @param nowUs the time of events that have none
 * @throws JobError 413 or 422; paths of errors within a list start with the index, like `[3].title`
 */
export function parseEvents(input: unknown, nowUs: number): NewEvent[] {
  return readBatch(input, (each, prefix, errors) => {
    const reader = new ObjectReader(each, MEMBERS, EXAMPLE, prefix);
    const event = readEvent(reader, nowUs);
    reader.checkMeasuredTime('at', event.atUs, nowUs);
    errors.push(...reader.errors);
    return event;
  });
}

/**
 * Validates an event, which may have any time.
 * @param nowUs the time of an event that has none
 * @throws JobError 422
 */
export function parseEvent(input: unknown, nowUs: number): NewEvent {
  const reader = new ObjectReader(input, MEMBERS, EXAMPLE);
  const event = readEvent(reader, nowUs);
  if (reader.errors.length > 0) throw new JobError(422, 'The event is invalid.', reader.errors);
  return event;
}

function readEvent(reader: ObjectReader, nowUs: number): NewEvent {
  return {
    title: reader.text('title', 1, MAX_TITLE),
    level: reader.optionalOneOf('level', LEVELS) ?? 'info',
    text: reader.optionalText('text', 0, MAX_TEXT) ?? null,
    atUs: reader.optionalTimeUs('at', nowUs) ?? nowUs,
    tags: reader.tags('tags'),
  };
}
