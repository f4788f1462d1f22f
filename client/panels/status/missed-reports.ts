/** What tells whether a status reports as it should; times in ms since 1970. */
interface ReportTimes {
  readonly key: string;
  readonly reportedAt?: number;
  readonly staleAt?: number;
}

/** Whether a status did not report when it was to: late, or for so long that nobody need wait for it. */
export type MissedReport = 'late' | 'dead';

/** Late is one and a half of the promised periods, dead are ten: so the source has it. */
const PERIODS_TO_STALE = 1.5;
const PERIODS_TO_DEAD = 10;

/** The silent ones of them, by key. @param now ms */
export function missedReportsAt(entries: readonly ReportTimes[], now: number): ReadonlyMap<string, MissedReport> {
  const missed = new Map<string, MissedReport>();
  for (const { key, reportedAt, staleAt } of entries) {
    if (staleAt === undefined || reportedAt === undefined || now < staleAt) continue;
    const deadAt = reportedAt + ((staleAt - reportedAt) / PERIODS_TO_STALE) * PERIODS_TO_DEAD;
    missed.set(key, now < deadAt ? 'late' : 'dead');
  }
  return missed;
}

export function sameMissedReports(a: ReadonlyMap<string, MissedReport>, b: ReadonlyMap<string, MissedReport>): boolean {
  return a.size === b.size && [...a].every(([key, missedReport]) => b.get(key) === missedReport);
}
