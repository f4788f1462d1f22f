import { MINUTE_MS } from '../../../wire/duration.js';

/** Data up to this far in the future is shown, because the times that the server assigns may be ahead of the clock. */
export const SHOWN_AHEAD_MS = MINUTE_MS;
