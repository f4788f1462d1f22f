/** What tells whether a status reports as it should; times in ms since 1970. */
interface Reports {
  readonly key: string;
  readonly heardAt?: number;
  readonly staleAt?: number;
}

/** Whether a status did not report when it was to: late, or for so long that nobody need wait for it. */
export type Silence = 'late' | 'dead';

/** Late is one and a half of the promised periods, dead are ten: so the source has it. */
const PERIODS_TO_STALE = 1.5;
const PERIODS_TO_DEAD = 10;

/** The silent ones of them, by key. @param now ms */
export function silencesAt(entries: readonly Reports[], now: number): ReadonlyMap<string, Silence> {
  const silent = new Map<string, Silence>();
  for (const { key, heardAt, staleAt } of entries) {
    if (staleAt === undefined || heardAt === undefined || now < staleAt) continue;
    const deadAt = heardAt + ((staleAt - heardAt) / PERIODS_TO_STALE) * PERIODS_TO_DEAD;
    silent.set(key, now < deadAt ? 'late' : 'dead');
  }
  return silent;
}

export function sameSilences(a: ReadonlyMap<string, Silence>, b: ReadonlyMap<string, Silence>): boolean {
  return a.size === b.size && [...a].every(([key, silence]) => b.get(key) === silence);
}
