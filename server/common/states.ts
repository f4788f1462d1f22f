/** The state of a status. */
export type State = 'ok' | 'warn' | 'crit' | 'unknown';

/** All states, from best to worst. */
export const STATES = ['ok', 'warn', 'crit', 'unknown'] as const satisfies readonly State[];

/** The order in which states are shown if there is no room for all. */
export const WORST_FIRST: readonly State[] = ['crit', 'warn', 'unknown', 'ok'];

/** The severity of an event. */
export type Level = 'info' | 'ok' | 'warn' | 'crit';

export const LEVELS = ['info', 'ok', 'warn', 'crit'] as const satisfies readonly Level[];

/** The values that a table cell of type `state` may have. */
export const CELL_STATES: readonly string[] = [...STATES, 'info'];
