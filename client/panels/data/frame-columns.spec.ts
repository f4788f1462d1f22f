import { afterEach, describe, expect, it } from '@jest/globals';
import { storeZoneChoice, setBoardTimeZone, startOfDay } from '../../i18n/format/time-zone-choice';
import { dateAt, datesByTime, timeAt, timesOf } from './frame-columns';
import { formatShortDate, formatTimeField } from '../time/record-time';

const AT = Date.parse('2026-12-06');
const DUE = { name: 'due', type: 'time' as const, values: [AT, AT, null, 9e15] };

afterEach(() => {
  localStorage.clear();
  storeZoneChoice('board');
  setBoardTimeZone(undefined);
});

describe('a date without a time', () => {
  it('is recognized in columns of dates and in mixed ones', () => {
    const datesIn = (dates: true | number[] | undefined): unknown[] =>
      DUE.values.map((_, row) => dateAt({ ...DUE, dates }, row));
    expect(datesIn(true)).toEqual(['2026-12-06', '2026-12-06', undefined, undefined]);
    expect(datesIn([1])).toEqual([undefined, '2026-12-06', undefined, undefined]);
    expect(datesIn(undefined)).toEqual(Array(4).fill(undefined));
  });

  it.each(['browser', 'utc'] as const)('starts at midnight in the viewer’s time zone (%s)', (choice) => {
    storeZoneChoice(choice);
    const begin = timeAt({ ...DUE, dates: true }, 0);
    expect(begin).toBe(startOfDay(begin ?? NaN));
    expect(Math.abs((begin ?? NaN) - AT)).toBeLessThan(86_400_000);
    expect([timeAt(DUE, 0), timeAt(DUE, 2), timeAt(DUE, 3)]).toEqual([AT, undefined, undefined]);
  });

  it('is formatted without a time', () => {
    expect(formatTimeField({ ...DUE, dates: [0] }, 0)).toBe('Dec 6, 2026');
    expect(formatTimeField({ ...DUE, dates: [0] }, 1)).toMatch(/^Dec [567], 2026, \d/);
  });

  it.each(['America/Los_Angeles', 'America/Havana', 'UTC', 'Asia/Beirut', 'Pacific/Kiritimati'])(
    'is formatted as the same date in %s, with its year if it is another one',
    (zone) => {
      setBoardTimeZone(zone);
      for (const date of ['2026-03-08', '2026-03-29', '2026-12-31']) {
        const field = { ...DUE, values: [Date.parse(date)], dates: true as const };
        expect(formatTimeField(field, 0)).toMatch(/^(Mar 8|Mar 29|Dec 31), 2026$/);
        expect(formatShortDate(date, Date.parse('2026-06-01'))).toMatch(/^(Mar 8|Mar 29|Dec 31)$/);
        expect(formatShortDate(date, Date.parse('2027-06-01'))).toBe(formatTimeField(field, 0));
        expect([...datesByTime(field)]).toEqual([[timeAt(field, 0), date]]);
      }
    },
  );

  it('counts as midnight among times', () => {
    setBoardTimeZone('America/New_York');
    const midnight = Date.parse('2026-12-06T05:00Z');
    expect(timesOf({ ...DUE, dates: [0] })).toEqual([midnight, AT, null, 9e15]);
    expect(timesOf(DUE)).toBe(DUE.values);
    expect([...datesByTime({ ...DUE, dates: [0] })]).toEqual([[midnight, '2026-12-06']]);
    expect(datesByTime(DUE).size).toBe(0);
  });
});
