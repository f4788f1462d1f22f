import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RANGE_MS, RANGES } from '../../../wire/range.js';
import { bucketAt, bucketsBefore, bucketsOver, countBuckets, intervalFor, MAX_ROWS, bucketSpan } from './buckets.js';
import { DAY_MS } from '../../../wire/duration.js';
import { type Interval, parseInterval } from '../../../wire/interval.js';
import { SHOWN_AHEAD_MS } from '../../common/time/timestamps.js';

const iso = (ms: number): string => new Date(ms).toISOString();

const ms = (count: number): Interval => ({ unit: 'ms', count });
const zones = fc.constantFrom('UTC', ...Intl.supportedValuesOf('timeZone'));
const times = fc.integer({ min: Date.UTC(1970, 1), max: Date.UTC(2045, 0) });
const calendar = fc.oneof(
  fc.integer({ min: 1, max: 30 }).map((count): Interval => ({ unit: 'day', count })),
  fc.constantFrom(1, 2, 3, 4, 6, 12).map((count): Interval => ({ unit: 'month', count })),
);

/** Returns the local date at a time, computed with `Intl` in another way than the code under test. */
const formats = new Map<string, Intl.DateTimeFormat>();
function dateAt(timeZone: string, at: number): string {
  let format = formats.get(timeZone);
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone })));
  return format.format(at);
}

describe('buckets', () => {
  it.each(RANGES)('give %s at least 90 and at most 599 rows', (range) => {
    const interval = intervalFor(RANGE_MS[range]);
    if (interval.unit === 'ms') expect(DAY_MS % interval.count).toBe(0);
    fc.assert(
      fc.property(zones, times, (zone, to) => {
        const count = countBuckets(bucketsOver(to - RANGE_MS[range], to, interval, zone));
        expect(count).toBeGreaterThan(90);
        expect(count).toBeLessThan(MAX_ROWS);
      }),
    );
  });

  it('shorter than a day begin at multiples of their length in any time zone', () => {
    fc.assert(
      fc.property(
        zones,
        times,
        fc.integer({ min: 1_000, max: 90 * DAY_MS }),
        fc.integer({ min: 1_000, max: DAY_MS - 1 }),
        (zone, to, span, step) => {
          const buckets = bucketsOver(to - span, to, intervalFor(span, ms(step)), zone);
          const { count } = intervalFor(span, ms(step));
          const { fromMs, toMs } = bucketSpan(buckets);
          expect(Math.abs(fromMs % count)).toBe(0);
          expect(fromMs).toBeLessThanOrEqual(to - span);
          expect(fromMs + count).toBeGreaterThan(to - span);
          expect(toMs).toBe(fromMs + countBuckets(buckets) * count);
          expect(toMs).toBeGreaterThan(to + SHOWN_AHEAD_MS);
        },
      ),
    );
  });

  it('of days and months begin at the start of a local day and contain every time once, in any time zone', () => {
    fc.assert(
      fc.property(zones, times, fc.integer({ min: 0, max: 200 * DAY_MS }), calendar, (zone, to, span, interval) => {
        const { edgesMs } = bucketsOver(to - span, to, interval, zone);
        expect(edgesMs[0]).toBeLessThanOrEqual(to - span);
        expect(edgesMs[1]).toBeGreaterThan(to - span);
        expect(edgesMs.at(-1)).toBeGreaterThan(to + SHOWN_AHEAD_MS);
        for (const [index, edge] of edgesMs.entries()) {
          expect(index === 0 || edge > (edgesMs[index - 1] as number)).toBe(true);
          expect(dateAt(zone, edge - 1) < dateAt(zone, edge)).toBe(true);
          if (interval.unit === 'month' && !/-30$|-31$/.test(dateAt(zone, edge - 1))) {
            expect(dateAt(zone, edge).slice(8)).toBe('01');
          }
        }
      }),
    );
  });

  it('are the same for any requested range', () => {
    fc.assert(
      fc.property(
        zones,
        times,
        fc.array(fc.nat(90 * DAY_MS), { maxLength: 5 }),
        calendar,
        (zone, to, spans, interval) => {
          const all = bucketsOver(to - 90 * DAY_MS, to, interval, zone);
          for (const span of spans) {
            const { edgesMs } = bucketsOver(to - span, to, interval, zone);
            expect([...edgesMs]).toEqual([...all.edgesMs.slice(-edgesMs.length)]);
          }
        },
      ),
    );
  });

  it.each([
    ['1w', 'Europe/Berlin', '2026-11-11T12:00:00Z', ['2026-11-08T23:00:00.000Z', '2026-11-15T23:00:00.000Z']],
    ['7d', 'UTC', '2026-11-11T12:00:00Z', ['2026-11-09T00:00:00.000Z', '2026-11-16T00:00:00.000Z']],
    ['1mo', 'Europe/Berlin', '2026-10-11T12:00:00Z', ['2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z']],
    ['3mo', 'America/New_York', '2026-05-11T12:00:00Z', ['2026-04-01T04:00:00.000Z', '2026-07-01T04:00:00.000Z']],
    ['12mo', 'Asia/Tokyo', '2026-05-11T12:00:00Z', ['2025-12-31T15:00:00.000Z', '2026-12-31T15:00:00.000Z']],
    ['1d', 'Pacific/Apia', '2011-12-31T09:00:00Z', ['2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z']],
    ['1d', 'America/St_Johns', '2010-11-07T03:00:00Z', ['2010-11-07T02:30:00.000Z', '2010-11-08T03:30:00.000Z']],
  ])('of %s in %s that contain %s have the right edges', (every, zone, at, edges) => {
    const time = Date.parse(at);
    const buckets = bucketsOver(time, time, parseInterval(every) as Interval, zone);
    expect([...buckets.edgesMs].map(iso)).toEqual(edges);
  });

  it('find the bucket of a time', () => {
    const buckets = bucketsOver(0, 30_000, ms(10_000), 'UTC');
    expect([-1, 0, 9_999, 10_000, 1e9].map((time) => bucketAt(buckets, time))).toEqual([-1, 0, 0, 1, 10]);
  });

  it('move back by whole buckets', () => {
    const moved = (every: string, by: number): string[] => {
      const at = Date.parse('2026-03-30T10:00:00Z');
      const interval = parseInterval(every) as Interval;
      const buckets = bucketsOver(at, at, interval, 'Europe/Berlin');
      return [...bucketsBefore(buckets, by, interval, 'Europe/Berlin').edgesMs].map(iso);
    };
    expect(moved('1d', 1)).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
    expect(moved('1mo', 2)).toEqual(['2025-12-31T23:00:00.000Z', '2026-01-31T23:00:00.000Z']);
    expect(moved('12h', 1)).toEqual(['2026-03-29T12:00:00.000Z', '2026-03-30T00:00:00.000Z']);
  });

  it('have the requested length, or a longer one if there would be too many rows', () => {
    expect(intervalFor(RANGE_MS['1h'], ms(420_000))).toEqual(ms(420_000));
    expect(intervalFor(RANGE_MS['24h'], ms(1_000))).toEqual(intervalFor(RANGE_MS['24h']));
    expect(intervalFor(RANGE_MS['90d'], { unit: 'month', count: 1 })).toEqual({ unit: 'month', count: 1 });
  });
});
