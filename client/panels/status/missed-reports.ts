/** The times that show whether a status reports as expected, in ms since 1970. */
interface ReportTimes {
  readonly key: string;
  readonly reportedAt?: number;
  readonly staleAt?: number;
}

/** Whether a status is late, or has been late for so long that no report is expected. */
export type MissedReport = 'late' | 'dead';

/** A status is late after 1.5 expected intervals, and dead after 10, as the server defines it. */
const PERIODS_TO_STALE = 1.5;
const PERIODS_TO_DEAD = 10;

/**
 * Returns the statuses that are late or dead, by key.
 *
 * @param now ms since 1970
 */
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
