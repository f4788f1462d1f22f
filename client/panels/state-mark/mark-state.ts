/** The states of records of any source. Events that are neither good nor bad have `info`. */
const STATES = ['ok', 'warn', 'crit', 'unknown', 'info'] as const;
export type MarkState = (typeof STATES)[number];

/** The names of states, for screen readers and texts. */
export const STATE_LABELS: Readonly<Record<MarkState, string>> = {
  ok: $localize`:state|:ok`,
  warn: $localize`:state|:warning`,
  crit: $localize`:state|:critical`,
  unknown: $localize`:state|:unknown`,
  info: $localize`:state|:info`,
};

const SEVERITY_RANK: Readonly<Record<MarkState, number>> = { crit: 0, warn: 1, unknown: 2, info: 3, ok: 4 };

/** Compares states so that the worst is first. */
export function bySeverity(a: MarkState, b: MarkState): number {
  return SEVERITY_RANK[a] - SEVERITY_RANK[b];
}

/** Returns the state in a frame; `unknown` for states that Boardcast does not know. */
export function markStateOf(value: unknown): MarkState {
  return STATES.find((state) => state === value) ?? 'unknown';
}
