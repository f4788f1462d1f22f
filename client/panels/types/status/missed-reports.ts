import { DEAD_AFTER_INTERVALS, LATE_AFTER_INTERVALS } from '../../../../wire/freshness-limits';

/** The times that show whether a status reports as expected, in ms since 1970. */
interface ReportTimes {
  readonly key: string;
  readonly reportedAt?: number;
  readonly staleAt?: number;
}

/** Whether a status is late, or has been late for so long that no report is expected. */
export type MissedReport = 'late' | 'dead';

/**
 * Returns the statuses that are late or dead, by key.
 *
 * @param now ms since 1970
 */
export function missedReportsAt(entries: readonly ReportTimes[], now: number): ReadonlyMap<string, MissedReport> {
  const missed = new Map<string, MissedReport>();
  for (const { key, reportedAt, staleAt } of entries) {
    if (staleAt === undefined || reportedAt === undefined || now < staleAt) continue;
    const deadAt = reportedAt + ((staleAt - reportedAt) / LATE_AFTER_INTERVALS) * DEAD_AFTER_INTERVALS;
    missed.set(key, now < deadAt ? 'late' : 'dead');
  }
  return missed;
}

export function sameMissedReports(a: ReadonlyMap<string, MissedReport>, b: ReadonlyMap<string, MissedReport>): boolean {
  return a.size === b.size && [...a].every(([key, missedReport]) => b.get(key) === missedReport);
}
