// Limits that several files use. This file is without zod, so that the client can use it.
import { DAY_MS } from './duration.js';

/** Maximum number of characters of the slug of a board, the ID of a panel or message and the name of a source. */
export const MAX_ID_LENGTH = 64;

/** Maximum number of panels on a board. */
export const MAX_PANELS = 200;

/** The longest time range, bucket, shift and expected interval, in days: a leap year. */
export const MAX_DURATION_DAYS = 366;
export const MAX_DURATION_MS = MAX_DURATION_DAYS * DAY_MS;
