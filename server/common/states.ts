/** What a status can be, the best first. */
export const STATES = ['ok', 'warn', 'crit', 'unknown'] as const;
export type State = (typeof STATES)[number];

/** The worst first: what is shown where there is not room for all. */
export const WORST_FIRST: readonly State[] = ['crit', 'warn', 'unknown', 'ok'];

/** How much an event matters. */
export const LEVELS = ['info', 'ok', 'warn', 'crit'] as const;
export type Level = (typeof LEVELS)[number];

/** What a cell of the type `state` may hold: all of the above. */
export const CELL_STATES: readonly string[] = [...STATES, 'info'];
