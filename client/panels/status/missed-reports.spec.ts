import { describe, expect, it } from '@jest/globals';
import { sameSilences, silencesAt } from './missed-reports';
import type { Status } from './status-data';

const status = (key: string, heardAt?: number, staleAt?: number): Status => ({
  key,
  name: key,
  state: 'ok',
  ...(heardAt === undefined ? {} : { heardAt }),
  ...(staleAt === undefined ? {} : { staleAt }),
});

describe('silencesAt', () => {
  const entries = [status('promised', 1_000, 1_015), status('free', 1_000), status('timeless', undefined, 1_015)];

  it('names those that are late, and those that are so ten times over', () => {
    expect([...silencesAt(entries, 1_014)]).toEqual([]);
    expect([...silencesAt(entries, 1_015)]).toEqual([['promised', 'late']]);
    expect([...silencesAt(entries, 1_099)]).toEqual([['promised', 'late']]);
    expect([...silencesAt(entries, 1_100)]).toEqual([['promised', 'dead']]);
  });

  it('is the same while nothing turns', () => {
    expect(sameSilences(silencesAt(entries, 1_020), silencesAt(entries, 1_050))).toBe(true);
    expect(sameSilences(silencesAt(entries, 1_000), silencesAt(entries, 1_050))).toBe(false);
    expect(sameSilences(silencesAt(entries, 1_050), silencesAt(entries, 1_150))).toBe(false);
  });
});
