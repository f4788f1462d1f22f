/** Data is late after this many expected intervals without an update. */
export const LATE_AFTER_INTERVALS = 1.5;

/** Data is dead after this many expected intervals without an update: no update is expected anymore. */
export const DEAD_AFTER_INTERVALS = 10;
