/** The states of a status, from best to worst. */
export const STATES = ['ok', 'warn', 'crit', 'unknown'] as const;
export type State = (typeof STATES)[number];

/** The order in which states are shown if there is no room for all. */
export const WORST_FIRST: readonly State[] = ['crit', 'warn', 'unknown', 'ok'];

/** The severities of an event. */
export const LEVELS = ['info', 'ok', 'warn', 'crit'] as const;
export type Level = (typeof LEVELS)[number];

/** The values that a table cell of type `state` may have. */
export const CELL_STATES: readonly string[] = [...STATES, 'info'];
