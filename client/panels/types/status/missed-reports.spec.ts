import { describe, expect, it } from '@jest/globals';
import { sameMissedReports, missedReportsAt } from './missed-reports';
import type { Status } from './status-data';

const status = (key: string, reportedAt?: number, staleAt?: number): Status => ({
  key,
  name: key,
  state: 'ok',
  ...(reportedAt === undefined ? {} : { reportedAt }),
  ...(staleAt === undefined ? {} : { staleAt }),
});

describe('missedReportsAt', () => {
  const entries = [status('on schedule', 1_000, 1_015), status('free', 1_000), status('timeless', undefined, 1_015)];

  it('returns late statuses, and dead ones after ten intervals', () => {
    expect([...missedReportsAt(entries, 1_014)]).toEqual([]);
    expect([...missedReportsAt(entries, 1_015)]).toEqual([['on schedule', 'late']]);
    expect([...missedReportsAt(entries, 1_099)]).toEqual([['on schedule', 'late']]);
    expect([...missedReportsAt(entries, 1_100)]).toEqual([['on schedule', 'dead']]);
  });

  it('is equal while no status changes', () => {
    expect(sameMissedReports(missedReportsAt(entries, 1_020), missedReportsAt(entries, 1_050))).toBe(true);
    expect(sameMissedReports(missedReportsAt(entries, 1_000), missedReportsAt(entries, 1_050))).toBe(false);
    expect(sameMissedReports(missedReportsAt(entries, 1_050), missedReportsAt(entries, 1_150))).toBe(false);
  });
});
