/** The states that records of any source come in; `info` is an event's that is neither good nor bad news. */
const STATES = ['ok', 'warn', 'crit', 'unknown', 'info'] as const;
export type MarkState = (typeof STATES)[number];

/** For people: what is said and written where only the shape would be seen. */
export const STATE_LABELS: Readonly<Record<MarkState, string>> = {
  ok: $localize`:state|:ok`,
  warn: $localize`:state|:warning`,
  crit: $localize`:state|:critical`,
  unknown: $localize`:state|:unknown`,
  info: $localize`:state|:info`,
};

const SEVERITY_RANK: Readonly<Record<MarkState, number>> = { crit: 0, warn: 1, unknown: 2, info: 3, ok: 4 };

/** Sorts the worst first. */
export function bySeverity(a: MarkState, b: MarkState): number {
  return SEVERITY_RANK[a] - SEVERITY_RANK[b];
}

/** Whatever a source calls a state; what is none of ours is unknown, not well. */
export function markStateOf(value: unknown): MarkState {
  return STATES.find((state) => state === value) ?? 'unknown';
}
