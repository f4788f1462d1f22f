import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HistoryModel, type WrittenPoint } from '../../../test/fixtures/history-model.js';
import { MetricJobsFixture } from '../../../test/support/database/metric-jobs-fixture.js';
import { runs } from '../../../test/support/jest/property-runs.js';
import { msToUs, usToMs } from '../../common/time/timestamps.js';
import { jobs as retaining } from './retention.worker.js';
import { readRawPoints } from './read-raw.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1, 12);

let store: MetricJobsFixture;
beforeEach(async () => {
  store = await MetricJobsFixture.open();
  store.nowUs = msToUs(START + 60 * DAY);
});
afterEach(() => {
  store.close();
});

interface Part {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly maxTimes?: number;
}

/** Returns the points of all series (by ID) in a time range. */
function read(series: readonly number[], { fromMs, untilMs, maxTimes = 600 }: Part): WrittenPoint[][] | undefined {
  const found = readRawPoints(store.context, { series, fromUs: msToUs(fromMs), untilUs: msToUs(untilMs), maxTimes });
  return found?.map(({ atUs, value }) =>
    Array.from(atUs, (timeUs, row) => [usToMs(timeUs), value[row] as number] as const),
  );
}

/** Deletes raw points before a time, but not their rollups. */
function deleteRaw(beforeMs: number): void {
  retaining.setCutoffs(store.context, { rawUs: msToUs(beforeMs), levelCutoffsUs: [0, 0, 0] });
  retaining.deleteExpired(store.context, { after: 0, maxRows: 1e6, maxSeries: 100 });
}

const every = (intervalMs: number, count: number, fromMs = START): WrittenPoint[] =>
  Array.from({ length: count }, (_, index) => [fromMs + index * intervalMs, index]);

describe('readRawPoints', () => {
  it('returns exactly the points of the requested time, regardless of their order and sealing', () => {
    const time = fc.integer({ min: -3 * HOUR, max: 4 * HOUR }).map((offset) => START + offset);
    const points = fc.array(fc.tuple(time, fc.integer({ min: 0, max: 99 })), { minLength: 1, maxLength: 120 });
    const step = fc.record({
      points,
      sealAt: fc.constantFrom(-60, 10, 66, 120, 300, 360),
      maxPoints: fc.constantFrom(20, 2_000),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 4 }),
        time,
        fc.integer({ min: 0, max: 7 * HOUR }),
        fc.integer({ min: 0, max: 300 }),
        (steps, fromMs, spanMs, maxTimes) => {
          const model = new HistoryModel(store, steps[0]?.points ?? []);
          for (const [index, { points: more, sealAt, maxPoints }] of steps.entries()) {
            if (index > 0) model.write(more);
            model.seal(START + sealAt * MINUTE, { maxPoints, maxWindows: 8 });
          }
          const expected = [...model.points]
            .filter(([atMs]) => atMs >= fromMs && atMs < fromMs + spanMs)
            .sort(([a], [b]) => a - b);
          const found = read([model.seriesId], { fromMs, untilMs: fromMs + spanMs, maxTimes });
          expect(found).toEqual(expected.length > maxTimes ? undefined : [expected]);
        },
      ),
      runs(60),
    );
  });

  it.each([
    ['in one window', 1_000],
    ['in many windows', 20 * MINUTE],
    ['each in its own window', HOUR],
  ])('returns points up to the limit, and undefined for one more: %s', (_, intervalMs) => {
    const model = new HistoryModel(store, every(intervalMs, 600));
    const part = { fromMs: START, untilMs: START + 700 * intervalMs };
    model.seal(START + 800 * intervalMs + DAY);
    expect(read([model.seriesId], part)?.[0]).toEqual(every(intervalMs, 600));
    model.write([[START + 650 * intervalMs, 1]]);
    expect(read([model.seriesId], part)).toBeUndefined();
    model.seal(START + 800 * intervalMs + DAY);
    expect(read([model.seriesId], part)).toBeUndefined();
  });

  it('counts the different times of all series together', () => {
    const model = new HistoryModel(store, every(MINUTE, 400));
    const ids = (): number[] =>
      store.context
        .prepare('SELECT id FROM series ORDER BY id')
        .all()
        .map(({ id }) => Number(id));
    store.write(...every(MINUTE, 400).map(([atMs, value]) => ({ key: 'same', value, at: atMs })));
    const part = { fromMs: START, untilMs: START + DAY };
    expect(read(ids(), part)).toEqual([every(MINUTE, 400), every(MINUTE, 400)]);
    store.write(...every(MINUTE, 201, START + 1).map(([atMs, value]) => ({ key: 'other', value, at: atMs })));
    expect(read(ids(), part)).toBeUndefined();
    expect(read([model.seriesId], part)).toHaveLength(1);
  });

  it('returns undefined if a part of the points is left only as rollups', () => {
    const model = new HistoryModel(store, every(HOUR, 100));
    model.seal(START + 110 * HOUR);
    deleteRaw(START + 50 * HOUR);
    const untilMs = START + 110 * HOUR;
    expect(read([model.seriesId], { fromMs: START, untilMs })).toBeUndefined();
    expect(read([model.seriesId], { fromMs: START + 49 * HOUR, untilMs })).toBeUndefined();
    expect(read([model.seriesId], { fromMs: START + 50 * HOUR, untilMs })?.[0]).toHaveLength(50);
  });

  it('returns points of a series that began after the cutoff, even if the range is longer than the retention', () => {
    const model = new HistoryModel(store, every(HOUR, 20));
    model.seal(START + 30 * HOUR);
    deleteRaw(START);
    expect(read([model.seriesId], { fromMs: START - 30 * DAY, untilMs: START + DAY })?.[0]).toEqual(every(HOUR, 20));
  });

  it('does not decode all chunks of a range with far too many points', () => {
    const model = new HistoryModel(store, every(10_000, 8_640));
    model.seal(START + 2 * DAY);
    // An unknown version, which cannot be decoded without an error.
    const unreadable = store.context.prepare('UPDATE chunks SET data = ? WHERE start >= ?');
    unreadable.run(Uint8Array.of(99), msToUs(START + 4 * HOUR));
    const part = { fromMs: START, untilMs: START + DAY };
    expect(() => read([model.seriesId], { ...part, maxTimes: 6_000 })).toThrow('cannot read');
    expect(read([model.seriesId], part)).toBeUndefined();
  });
});
