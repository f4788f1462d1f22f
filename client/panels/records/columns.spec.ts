import { afterEach, describe, expect, it } from '@jest/globals';
import { rememberZone, startOfDay } from '../../ui/format/zone';
import { dateAt, timeAt } from './columns';
import { writeTimeOf } from './record-time';

const AT = Date.parse('2026-12-06');
const DUE = { name: 'due', type: 'time' as const, values: [AT, AT, null, 9e15] };

afterEach(() => {
  localStorage.clear();
});

describe('a date without a time', () => {
  it('is told from a time, in whole columns and in mixed ones', () => {
    const datesIn = (dates: true | number[] | undefined): unknown[] =>
      DUE.values.map((_, row) => dateAt({ ...DUE, dates }, row));
    expect(datesIn(true)).toEqual(['2026-12-06', '2026-12-06', undefined, undefined]);
    expect(datesIn([1])).toEqual([undefined, '2026-12-06', undefined, undefined]);
    expect(datesIn(undefined)).toEqual(Array(4).fill(undefined));
  });

  it.each(['browser', 'utc'] as const)('begins at midnight of the viewer’s clock (%s)', (choice) => {
    rememberZone(choice);
    const begin = timeAt({ ...DUE, dates: true }, 0);
    expect(begin).toBe(startOfDay(begin ?? NaN));
    expect(Math.abs((begin ?? NaN) - AT)).toBeLessThan(86_400_000);
    expect([timeAt(DUE, 0), timeAt(DUE, 2), timeAt(DUE, 3)]).toEqual([AT, undefined, undefined]);
  });

  it('is written without a time', () => {
    expect(writeTimeOf({ ...DUE, dates: [0] }, 0)).toBe('Dec 6, 2026');
    expect(writeTimeOf({ ...DUE, dates: [0] }, 1)).toMatch(/^Dec [567], 2026, \d/);
  });
});
