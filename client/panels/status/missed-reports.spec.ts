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
  const entries = [status('promised', 1_000, 1_015), status('free', 1_000), status('timeless', undefined, 1_015)];

  it('names those that are late, and those that are so ten times over', () => {
    expect([...missedReportsAt(entries, 1_014)]).toEqual([]);
    expect([...missedReportsAt(entries, 1_015)]).toEqual([['promised', 'late']]);
    expect([...missedReportsAt(entries, 1_099)]).toEqual([['promised', 'late']]);
    expect([...missedReportsAt(entries, 1_100)]).toEqual([['promised', 'dead']]);
  });

  it('is the same while nothing turns', () => {
    expect(sameMissedReports(missedReportsAt(entries, 1_020), missedReportsAt(entries, 1_050))).toBe(true);
    expect(sameMissedReports(missedReportsAt(entries, 1_000), missedReportsAt(entries, 1_050))).toBe(false);
    expect(sameMissedReports(missedReportsAt(entries, 1_050), missedReportsAt(entries, 1_150))).toBe(false);
  });
});
