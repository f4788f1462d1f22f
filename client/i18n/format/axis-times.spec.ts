import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timeTicks } from './axis-times';
import { setBoardTimeZone, wallClock } from './time-zone-choice';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

afterEach(() => {
  setBoardTimeZone(undefined);
});

/** The labels of an axis from a time on. */
function labels(zone: string, from: string, hours: number, most: number): readonly string[] {
  setBoardTimeZone(zone);
  const start = Date.parse(from);
  return timeTicks({ from: start, to: start + hours * HOUR }, most).labels;
}

describe('timeTicks', () => {
  it.each<[string, string, number, number, string]>([
    ['seconds', '2026-11-24T10:00:03Z', 0.005, 4, '10:00:05 AM|10:00:10 AM|10:00:15 AM|10:00:20 AM'],
    ['minutes', '2026-11-24T10:03:00Z', 0.5, 4, '10:10 AM|10:20 AM|10:30 AM'],
    ['hours, and the day at midnight', '2026-11-24T21:30:00Z', 4, 5, '10:00 PM|11:00 PM|Nov 25|1:00 AM'],
    [
      'weekdays where times come again',
      '2026-11-24T05:00:00Z',
      36,
      7,
      'Tue 6:00 AM|Tue 12:00 PM|Tue 6:00 PM|Nov 25|Wed 6:00 AM|Wed 12:00 PM',
    ],
    ['days', '2026-11-24T05:00:00Z', 72, 3, 'Nov 25|Nov 26|Nov 27'],
    ['Mondays', '2026-11-24T05:00:00Z', 21 * 24, 4, 'Nov 30|Dec 7|Dec 14'],
    ['months with their year', '2026-11-24T05:00:00Z', 100 * 24, 4, 'Dec 2026|Jan 2027|Feb 2027|Mar 2027'],
    ['years', '2020-06-01T00:00:00Z', 6 * 365 * 24, 4, '2022|2024|2026'],
  ])('labels %s', (_name, from, hours, most, expected) => {
    expect(labels('UTC', from, hours, most).join('|')).toBe(expected);
  });

  it.each<[string, string, string, number, number, string]>([
    [
      'Berlin, an hour twice',
      'Europe/Berlin',
      '2026-10-24T22:00:00Z',
      5,
      5,
      'Oct 25|1:00 AM|2:00 AM GMT+2|2:00 AM GMT+1|3:00 AM|4:00 AM',
    ],
    [
      'Berlin, an hour twice, by two hours',
      'Europe/Berlin',
      '2026-10-24T22:00:00Z',
      8,
      4,
      'Oct 25|2:00 AM|4:00 AM|6:00 AM',
    ],
    ['Berlin, an hour less', 'Europe/Berlin', '2026-03-28T23:00:00Z', 4, 5, 'Mar 29|1:00 AM|3:00 AM|4:00 AM|5:00 AM'],
    [
      'New York, an hour twice',
      'America/New_York',
      '2026-11-01T04:00:00Z',
      4,
      5,
      'Nov 1|1:00 AM EDT|1:00 AM EST|2:00 AM|3:00 AM',
    ],
    [
      'Havana, midnight twice',
      'America/Havana',
      '2026-11-01T03:00:00Z',
      4,
      5,
      '11:00 PM|Nov 1|12:00 AM|1:00 AM|2:00 AM',
    ],
    ['Havana, no midnight', 'America/Havana', '2026-03-08T04:00:00Z', 3, 5, '11:00 PM|Mar 8|2:00 AM|3:00 AM'],
    [
      'Lord Howe, half an hour twice',
      'Australia/Lord_Howe',
      '2026-04-04T13:30:00Z',
      3,
      8,
      '12:30 AM|1:00 AM|1:30 AM GMT+11|1:30 AM GMT+10:30|2:00 AM|2:30 AM|3:00 AM',
    ],
    ['Lord Howe, by days', 'Australia/Lord_Howe', '2026-04-03T00:00:00Z', 72, 3, 'Apr 4|Apr 5|Apr 6'],
  ])('labels a clock change in %s', (_name, zone, from, hours, most, expected) => {
    expect(labels(zone, from, hours, most).join('|')).toBe(expected);
  });

  const zones = fc.constantFrom(
    ...['Europe/Berlin', 'America/New_York', 'America/Havana', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia'],
    ...['UTC', 'Asia/Beirut', 'America/Sao_Paulo', 'Africa/Casablanca', 'Asia/Kathmandu', undefined],
  );
  const from = fc.date({ min: new Date('2010-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  /** From a second to years. */
  const span = fc.double({ min: 3, max: 11.5, noNaN: true }).map((exponent) => Math.round(10 ** exponent));
  const CHANGES = [
    '2026-10-24T20:00Z',
    '2026-11-01T03:00Z',
    '2026-03-08T03:00Z',
    '2026-04-04T13:00Z',
    '2011-12-29T09:00Z',
  ];

  it('returns few distinct labels in order, and days that start at local midnight', () => {
    fc.assert(
      fc.property(zones, from, span, fc.integer({ min: 1, max: 30 }), (zone, start, length, most) => {
        setBoardTimeZone(zone);
        const window = { from: start.getTime(), to: start.getTime() + length };
        const { times, labels: written } = timeTicks(window, most);
        expect(times.length).toBeLessThanOrEqual(most * 1.5 + 2);
        expect(new Set(written).size).toBe(times.length);
        times.forEach((time, index) => {
          expect(time >= window.from && time <= window.to && time > (times[index - 1] ?? -Infinity)).toBe(true);
          if (/^[A-Z][a-z]{2} \d+$/.test(written[index] ?? '')) {
            expect(wallClock(time - 1).getUTCDate()).not.toBe(wallClock(time).getUTCDate());
          } else expect(wallClock(time).getTime() % 1_000).toBe(0);
        });
      }),
      {
        examples: CHANGES.flatMap((change) =>
          ['Europe/Berlin', 'America/New_York', 'America/Havana', 'Australia/Lord_Howe', 'Pacific/Apia'].flatMap(
            (zone) =>
              [HOUR, 12 * HOUR, 2 * DAY].map((length): [string, Date, number, number] => [
                zone,
                new Date(change),
                length,
                12,
              ]),
          ),
        ),
      },
    );
  });

  it('increases the distance if the labels do not fit', () => {
    setBoardTimeZone('UTC');
    const start = Date.parse('2026-11-24T00:00:00Z');
    const { times } = timeTicks({ from: start, to: start + DAY }, 24, ({ times: given }) => given.length < 8);
    expect(times.map((time) => (time - start) / HOUR)).toEqual([0, 6, 12, 18, 24]);
  });
});
