import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Query } from '../../../wire/schemas/board';
import type { Frame } from '../../../wire/schemas/frame';
import { sampleFrame, sampleRows, tableFrame, type SampleSeries } from '../testing/sample-frames';
import { combineValues } from './combine-values';
import { combinedValueOf, hasNumber, type CombinedValue } from './combined-value';

const MINUTE = 60_000;
const END = Date.parse('2026-03-04T12:00:00Z');
const QUERY = { source: 'metrics', metric: 'a' };
const COMBINES = ['last', 'sum', 'avg', 'min', 'max'];

const host = (name: string, values: SampleSeries['values'], more: Partial<SampleSeries> = {}): SampleSeries => ({
  tags: { host: name },
  values,
  ...more,
});

function combine(frame: Frame, word?: unknown, query: Query = QUERY): CombinedValue {
  const combined = combinedValueOf(frame, query, { combine: word });
  if (combined === undefined || 'problem' in combined) throw new Error(`no value: ${JSON.stringify(combined)}`);
  return combined;
}
const trend = (frame: Frame, word: string, query?: Query): [minutes: number, value: number][] =>
  combine(frame, word, query)
    .points()
    .map(({ time, value }) => [(time - END) / MINUTE, value]);

describe('combinedValueOf', () => {
  it('returns the newest value, not that of the first series', () => {
    const frame = sampleFrame(END, host('old', [1, null, null]), host('new', [null, 93, 94]));
    expect(combine(frame)).toMatchObject({ value: 94, note: 'newest of 2 series', label: 'new' });
  });

  it.each([
    ['last', 4, 'newest of 3 series', 'b'],
    ['sum', 7, 'sum of 3 series', undefined],
    ['avg', 7 / 3, 'average of 3 series', undefined],
    ['min', 1, 'min of 3 series', 'a'],
    ['max', 4, 'max of 3 series', 'b'],
    ['middle', 4, 'newest of 3 series', 'b'],
    [7, 4, 'newest of 3 series', 'b'],
  ])('returns for combine %j: %d, %s', (word, value, note, label) => {
    const frame = sampleFrame(END, host('a', [9, 1, null]), host('b', [8, 8, 4]), host('c', [7, 2, null]));
    const { value: found, ...rest } = combine(frame, word);
    expect(found).toBeCloseTo(value, 10);
    expect(rest).toMatchObject({ note, label });
  });

  it.each(COMBINES)('returns no note for a single series with combine %s', (word) => {
    const frame = sampleFrame(END, host('a', [3, -5]), host('b', [null, null]));
    expect(combine(frame, word)).toMatchObject({ value: -5, note: undefined, label: undefined });
  });

  it('returns undefined if no series has a value', () => {
    const frame = sampleFrame(END, host('a', [null]), host('b', [null]));
    expect([combinedValueOf(frame, QUERY, {}), hasNumber(frame)]).toEqual([undefined, false]);
  });

  it('does not depend on the order of equally new series', () => {
    const frame = sampleFrame(END, host('a', [1]), host('b', [2]));
    expect(combine(frame, 'last')).toMatchObject({ value: 1, label: 'a' });
  });

  it('returns a finite average even if the sum is infinite', () => {
    const frame = sampleFrame(END, host('a', [1.5e308]), host('b', [1.5e308]));
    expect(combine(frame, 'avg').value).toBe(1.5e308);
  });
});

describe('average of combinedValueOf', () => {
  it('is the common value of equal values, and between different values', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, fc.integer({ min: 1, max: 50 }), (value, count) => {
        expect(combineValues('avg', new Array<number>(count).fill(value))).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), (values) => {
        const average = combineValues('avg', values);
        expect(average).toBeGreaterThanOrEqual(Math.min(...values));
        expect(average).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });
});

describe('combinedValueOf with series that the frame leaves out', () => {
  const others = { count: 8, sum: 70, min: -5, max: 40 };
  const rows = { ...sampleRows({ a: 20, b: 10 }), others };
  it.each([
    ['sum', 100, 'sum of 10 values'],
    ['avg', 10, 'average of 10 values'],
    ['min', -5, 'min of 10 values'],
    ['max', 40, 'max of 10 values'],
  ])('includes them in %s', (word, value, note) => {
    expect(combinedValueOf(rows, undefined, { combine: word })).toMatchObject({ value, note });
    const series = { ...sampleFrame(0, { name: 'a', values: [20] }, { name: 'b', values: [10] }), others };
    expect(combinedValueOf(series, undefined, { combine: word })).toMatchObject({ value });
  });
});

describe('combinedValueOf with ended series', () => {
  const ended = { endedAt: END };
  const frame = sampleFrame(
    END,
    host('a', [1, 2, null]),
    host('b', [10, 20, null]),
    host('gone', [100, 200, 300], ended),
  );

  it.each([
    ['last', 2, 'newest of 2 series'],
    ['sum', 22, 'sum of 2 series'],
    ['avg', 11, 'average of 2 series'],
    ['min', 2, 'min of 2 series'],
    ['max', 20, 'max of 2 series'],
  ])('leaves them out of %s and of the number of series', (word, value, note) => {
    expect(combine(frame, word)).toMatchObject({ value, note });
  });

  it('includes them if all have ended', () => {
    const all = sampleFrame(END, host('a', [1, 2, null], ended), host('b', [5, 6, 7], ended));
    expect(combine(all, 'sum')).toMatchObject({ value: 9, note: 'sum of 2 series' });
    expect(combine(all)).toMatchObject({ value: 7, note: 'newest of 2 series' });
  });
});

describe('combinedValueOf with units', () => {
  const frame = sampleFrame(END, host('a', [1, null], { unit: 'ms' }), host('b', [null, 2], { unit: 'bytes' }));

  it.each(['sum', 'avg', 'min', 'max'])('returns a message for %s of different units', (word) => {
    expect(combinedValueOf(frame, QUERY, { combine: word })).toEqual({
      problem: expect.stringContaining('different units (ms, bytes)'),
    });
  });

  it('returns the newest value in its own unit', () => {
    expect(combine(frame)).toMatchObject({ value: 2, unit: 'bytes' });
  });

  it('ignores the units of ended series', () => {
    const one = sampleFrame(END, host('a', [1], { unit: 'ms' }), host('b', [2], { unit: 'bytes', endedAt: END }));
    expect(combine(one, 'sum')).toMatchObject({ value: 1, unit: 'ms', note: undefined });
  });

  it('uses the unit of the series that have one', () => {
    expect(combine(sampleFrame(END, host('a', [1]), host('b', [2], { unit: 'ms' })), 'sum').unit).toBe('ms');
  });

  it('ignores units of counts', () => {
    expect(combine(frame, 'sum', { ...QUERY, aggregate: 'count' }).value).toBe(3);
  });
});

describe('combinedValueOf with totals of several series', () => {
  const query = { ...QUERY, aggregate: 'sum' };
  const frame = sampleFrame(END, host('a', [1, 2, 3]), host('b', [10, null, 30]));

  it.each([
    ['last', 6],
    ['sum', 46],
    ['avg', 23],
    ['min', 6],
    ['max', 40],
  ])('combines them by %s to %d', (word, value) => {
    expect(combine(frame, word, query).value).toBe(value);
  });

  it('carries no value from a bucket into the next', () => {
    expect(trend(frame, 'sum', query)).toEqual([
      [-2, 11],
      [-1, 2],
      [0, 33],
    ]);
  });
});

describe('trend of combinedValueOf', () => {
  it('is that of the shown series', () => {
    const frame = sampleFrame(END, host('a', [1, null, 3, null]), host('b', [null, 5, null, 6]));
    expect(trend(frame, 'last')).toEqual([
      [-2, 5],
      [0, 6],
    ]);
  });

  it('carries the last value of each series, and starts where all of them have one', () => {
    const frame = sampleFrame(END, host('a', [1, null, 3, null, 5]), host('b', [null, 10, null, 20, null]));
    expect(trend(frame, 'sum')).toEqual([
      [-3, 11],
      [-2, 13],
      [-1, 23],
      [0, 25],
    ]);
  });

  it('does not wait for a series that began later', () => {
    const frame = sampleFrame(END, host('a', [1, 1, 1, 1, 1, 1]), host('b', [null, null, null, null, null, 9]));
    expect(trend(frame, 'sum').map(([, value]) => value)).toEqual([1, 1, 1, 1, 1, 10]);
  });

  it('waits for a series that was there at the start, by its interval at that time', () => {
    const rows = Array.from({ length: 60 }, (_, row) => row);
    // Every two minutes at first, then every minute.
    const slow = host(
      'a',
      rows.map((row) => (row > 20 || row % 2 === 0 ? 1 : null)),
    );
    const later = host(
      'b',
      rows.map((row) => (row >= 5 && (row > 20 || row % 2 === 1) ? 10 : null)),
    );
    expect(trend(sampleFrame(END, slow, later), 'sum')[0]).toEqual([5 - 59, 11]);
  });

  it('does not wait for a series that became slow later', () => {
    const rows = Array.from({ length: 60 }, (_, row) => row);
    const steady = host(
      'a',
      rows.map(() => 1),
    );
    const slowing = host(
      'b',
      rows.map((row) => (row >= 10 && (row < 16 || row % 8 === 0) ? 10 : null)),
    );
    expect(trend(sampleFrame(END, steady, slowing), 'sum')[0]).toEqual([-59, 1]);
  });

  it('leaves a series out after its end', () => {
    const frame = sampleFrame(
      END,
      host('a', [1, 1, 1, 1]),
      host('gone', [5, 5, null, null], { endedAt: END - 2 * MINUTE }),
    );
    expect(trend(frame, 'sum').map(([, value]) => value)).toEqual([6, 6, 1, 1]);
  });

  it('ends with the shown value if an ended series has the newest point', () => {
    const frame = (endedAt: number): Frame => sampleFrame(END, host('a', [1, null]), host('gone', [5, 6], { endedAt }));
    expect(trend(frame(END + MINUTE), 'last')).toEqual([[-1, 1]]);
    expect(trend(frame(END + MINUTE), 'sum')).toEqual([
      [-1, 6],
      [0, 7],
      [1, 1],
    ]);
    expect(trend(frame(END), 'sum')).toEqual([
      [-1, 6],
      [0, 1],
    ]);
  });

  it('keeps the last values if all series have ended', () => {
    const frame = sampleFrame(
      END,
      host('a', [1, null, null], { endedAt: END - MINUTE }),
      host('b', [5, 6, 7], { endedAt: END }),
    );
    expect(trend(frame, 'sum').map(([, value]) => value)).toEqual([6, 7, 8]);
  });

  it('always ends with the shown value', () => {
    const value = fc.option(fc.integer({ min: -100, max: 100 }), { nil: null });
    const series = fc.record({
      values: fc.array(value, { minLength: 12, maxLength: 12 }),
      ended: fc.option(fc.nat(11), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 4 }), fc.constantFrom(...COMBINES), (given, word) => {
        const frame = sampleFrame(
          END,
          ...given.map(({ values, ended }, index) => {
            // No points after the end of a series.
            const kept = values.map((each, row) => (ended !== undefined && row > ended ? null : each));
            return host(String(index), kept, ended === undefined ? {} : { endedAt: END - (11 - ended) * MINUTE });
          }),
        );
        const combined = combinedValueOf(frame, QUERY, { combine: word });
        if (combined === undefined || 'problem' in combined) return;
        const points = combined.points();
        expect(points.at(-1)?.value).toBeCloseTo(combined.value, 9);
        expect(points.every(({ time }, index) => index === 0 || time > (points[index - 1]?.time ?? 0))).toBe(true);
        expect(combined.ends().at(-1)?.value).toBeCloseTo(combined.value, 9);
      }),
    );
  });
});

describe('combinedValueOf with values without times', () => {
  it('combines the rows of one column', () => {
    const rows = sampleRows({ web: 3, mail: 5, db: 1 }, 'ms');
    expect(combine(rows)).toMatchObject({ value: 1, unit: 'ms', note: '1 of 3 values' });
    expect(combine(rows, 'sum')).toMatchObject({ value: 9, unit: 'ms', note: 'sum of 3 values' });
  });

  it('combines the last values of several columns', () => {
    const table = tableFrame({ host: ['a', 'b'], cpu: [1, 2], disk: [7, 9] }, { cpu: 'percent', disk: 'percent' });
    expect(combine(table)).toMatchObject({ value: 2, unit: 'percent', note: '1 of 2 values' });
    expect(combine(table, 'max')).toMatchObject({ value: 9, unit: 'percent', note: 'max of 2 values' });
  });

  it('does not combine different units', () => {
    const table = tableFrame({ cpu: [1], size: [9] }, { cpu: 'percent', size: 'bytes' });
    expect(combinedValueOf(table, QUERY, { combine: 'sum' })).toHaveProperty('problem');
  });

  it('returns no note for a single value', () => {
    expect(combine(sampleRows({ web: 3 }), 'sum')).toMatchObject({ value: 3, note: undefined });
  });
});
