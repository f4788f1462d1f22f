import { JobError } from '../../database/job.js';
import { ObjectReader } from '../object-reader.js';
import { readJson } from '../read-json.js';
import { LEVELS, type Level } from '../states.js';

export const MAX_TITLE = 200;
export const MAX_TEXT = 10_000;

const EXAMPLE = '{ "title": "Deployed 1.4.2" }';
const MEMBERS = ['title', 'level', 'text', 'at', 'tags'];

/** An event as it was sent in and found right. */
export interface EventInput {
  readonly title: string;
  readonly level: Level;
  readonly text: string | null;
  /** Microseconds. */
  readonly at: number;
  /** Canonical. */
  readonly tags: string;
}

/**
 * Reads a request's body.
 * @param now microseconds: the time of an event that does not say its own.
 * @throws JobError 400 or 422, in words.
 */
export function readEvent(body: Uint8Array, now: number): EventInput {
  return eventOf(readJson(body, EXAMPLE), now);
}

/**
 * An event of what was sent in.
 * @param now microseconds.
 * @throws JobError 422, in words.
 */
export function eventOf(input: unknown, now: number): EventInput {
  const reader = new ObjectReader(input, MEMBERS, EXAMPLE);
  const event: EventInput = {
    title: reader.prose('title', 1, MAX_TITLE),
    level: reader.optionalName('level', LEVELS) ?? 'info',
    text: reader.optionalProse('text', 0, MAX_TEXT) ?? null,
    at: reader.optionalTime('at', now) ?? now,
    tags: reader.tags('tags'),
  };
  if (reader.errors.length > 0) throw new JobError(422, 'The event cannot be stored as it is.', reader.errors);
  return event;
}
