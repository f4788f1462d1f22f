import type { Tags } from '../../../wire/schemas/frame.js';
import { usToIso } from '../../common/time/timestamps.js';
import type { Level } from '../../common/states.js';

/** An event as database threads return it. */
export interface EventRow {
  /** Ascends in the order in which events were stored. */
  readonly id: number;
  readonly atUs: number;
  readonly level: Level;
  readonly title: string;
  readonly text: string | null;
  readonly tags: Tags;
}

/** An event as the API returns it. */
export interface ListedEvent {
  readonly id: number;
  readonly at: string;
  readonly level: Level;
  readonly title: string;
  readonly text?: string;
  readonly tags: Tags;
}

export function toListedEvent({ id, atUs, level, title, text, tags }: EventRow): ListedEvent {
  return { id, at: usToIso(atUs), level, title, ...(text === null ? {} : { text }), tags };
}
