import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Frame } from '../../../wire/schemas/frame.js';
import type { PanelData } from '../../../wire/schemas/snapshot.js';
import { CachedFrame } from './cached-frame.js';
import { checkFrame } from './check-frame.js';
import { diffFrames, rowsFrom } from './frame-diff.js';
import type { LoadedFrame } from '../contracts/source.js';

type Row = readonly [time: number, value: number | null];

const series = (rows: readonly Row[], extra: Partial<LoadedFrame> = {}): LoadedFrame => ({
  fields: [
    { name: 'time', type: 'time', values: rows.map(([time]) => time) },
    { name: 'value', type: 'number', values: rows.map(([, value]) => value) },
  ],
  ...extra,
});

const rowsOf = ({ fields: [times, values] }: Frame): Row[] =>
  (times?.values ?? []).map((time, row) => [time as number, values?.values[row] as number | null]);

const table = (...values: number[]): LoadedFrame => ({ fields: [{ name: 'value', type: 'number', values }] });

describe('diffFrames', () => {
  const before = series([
    [10, 1],
    [20, 2],
    [30, 3],
  ]);

  it.each<[string, Row[], ReturnType<typeof diffFrames>]>([
    [
      'nothing changed',
      [
        [10, 1],
        [20, 2],
        [30, 3],
      ],
      'same',
    ],
    [
      'a row was added',
      [
        [10, 1],
        [20, 2],
        [30, 3],
        [40, 4],
      ],
      { from: 40 },
    ],
    [
      'the last row moved',
      [
        [10, 1],
        [20, 2],
        [35, 3],
      ],
      { from: 30 },
    ],
    [
      'a row in the middle changed',
      [
        [10, 1],
        [20, 9],
        [30, 3],
      ],
      { from: 20 },
    ],
    [
      'the last row was removed',
      [
        [10, 1],
        [20, 2],
      ],
      { from: 30 },
    ],
    [
      'a late point came first',
      [
        [5, 0],
        [10, 1],
        [20, 2],
        [30, 3],
      ],
      'whole',
    ],
    ['everything went', [], 'whole'],
    ['everything was replaced', [[50, 1]], 'whole'],
  ])('%s', (_, rows, expected) => {
    expect(diffFrames(before, series(rows), 0)).toEqual(expected);
  });

  it('ignores a row that left the range, and reports a row that disappeared within the range', () => {
    const after = series([
      [20, 2],
      [30, 3],
    ]);
    expect(diffFrames(before, after, 15)).toBe('same');
    expect(diffFrames(before, after, 5)).toBe('whole');
  });

  it.each<[string, Frame]>([
    ['a unit', { fields: before.fields.map((field, index) => (index ? { ...field, unit: 's' } : field)) }],
    ['a tag', { fields: before.fields.map((field, index) => (index ? { ...field, tags: { a: 'b' } } : field)) }],
    [
      'the meaning of the rows',
      { fields: before.fields.map((field, index) => (index ? field : { ...field, every: '10s', aggregate: 'avg' })) },
    ],
    ['the columns', { fields: [...before.fields, { name: 'b', type: 'number', values: [1, 2, 3] }] }],
  ])('sends everything when %s changed', (_, after) => {
    expect(diffFrames(before, after, 0)).toBe('whole');
  });

  it('compares frames without a time column as a whole', () => {
    expect(diffFrames(table(1, 2), table(1, 2), 0)).toBe('same');
    expect(diffFrames(table(1, 2), table(1, 3), 0)).toBe('whole');
  });
});

describe('rowsFrom', () => {
  it('keeps the rows at or after a time', () => {
    expect(
      rowsOf(
        rowsFrom(
          series([
            [1, 1],
            [2, 2],
            [3, 3],
          ]),
          2,
        ),
      ),
    ).toEqual([
      [2, 2],
      [3, 3],
    ]);
    expect(rowsOf(rowsFrom(series([[1, 1]]), 2))).toEqual([]);
  });
});

describe('CachedFrame', () => {
  const panel = (frame: CachedFrame, revision: number, since?: number): PanelData =>
    JSON.parse(frame.toPanelJson(revision, since)) as PanelData;

  it('contains when it was measured, when it turns late and dead, and its freshness', () => {
    const frame = series([[1_000, 1]], { updatedAt: 2_000, expectEveryMs: 10_000 });
    const loaded = CachedFrame.create({ frame }, 1, 0, 1);
    const expected = {
      updatedAt: '1970-01-01T00:00:02.000Z',
      staleAt: '1970-01-01T00:00:17.000Z',
      deadAt: '1970-01-01T00:01:42.000Z',
    };
    expect(panel(loaded, 1)).toMatchObject({ ...expected, freshness: 'fresh' });
    const late = loaded.withFreshnessAt(17_000);
    expect([loaded.nextTransitionAt, late.nextTransitionAt, late.createdAt]).toEqual([17_000, 102_000, 17_000]);
    expect(panel(late, 2)).toMatchObject({ ...expected, freshness: 'late' });
    const dead = late.withFreshnessAt(102_000);
    expect(dead.nextTransitionAt).toBe(Infinity);
    expect(panel(dead, 3)).toMatchObject({ ...expected, freshness: 'dead' });
    expect(panel(dead.unchanged({ frame }, 2, 110_000), 4)).toMatchObject({ ...expected, freshness: 'dead' });
    expect(panel(CachedFrame.create({ frame }, 1, 50_000, 1), 1)).toMatchObject({ freshness: 'late' });
  });

  it('is dead once all of its series have ended, and contains when they ended', () => {
    const frame = series([[1_000, 1]], { updatedAt: 2_000, expectEveryMs: 10_000 });
    const ended = { frame: { ...frame, endedAt: 3_000 } };
    const loaded = CachedFrame.create({ frame }, 1, 0, 1);
    expect(loaded.compare(ended, 0)).toEqual({ from: 1_000 });
    const changed = loaded.changed(ended, { from: 1_000 }, 2, 3_500, 2);
    expect(panel(changed, 2)).toMatchObject({ freshness: 'dead', endedAt: '1970-01-01T00:00:03.000Z' });
    expect(changed.nextTransitionAt).toBe(Infinity);
    expect(panel(changed.withFreshnessAt(17_000), 3)).toMatchObject({ freshness: 'dead' });
    expect(panel(CachedFrame.create({ frame: series([[1, 1]], { endedAt: 2 }) }, 1, 0, 1), 1)).toMatchObject({
      freshness: 'dead',
    });
  });

  it('turns late and dead with each of its parts', () => {
    const expectedIntervals = [
      { updatedAt: 0, expectEveryMs: 1_000 },
      { updatedAt: 500, expectEveryMs: 2_000 },
    ];
    let cached = CachedFrame.create({ frame: { ...table(1), ...expectedIntervals[0], expectedIntervals } }, 1, 0, 1);
    const turns: [number, string | undefined][] = [];
    while (cached.nextTransitionAt < Infinity) {
      cached = cached.withFreshnessAt(cached.nextTransitionAt);
      turns.push([cached.createdAt, panel(cached, 2).freshness]);
    }
    expect(turns).toEqual([
      [1_500, 'late'],
      [3_500, 'late'],
      [10_000, 'dead'],
      [20_500, 'dead'],
    ]);
    const other = { frame: { ...table(1), ...expectedIntervals[0], expectedIntervals: expectedIntervals.slice(1) } };
    expect(cached.compare(other, 0)).not.toBe('same');
  });

  it('uses the load time for its freshness if the data has no time', () => {
    const loaded = CachedFrame.create({ frame: { ...table(1), expectEveryMs: 1_000 } }, 1, 9_000, 1);
    expect(panel(loaded.withFreshnessAt(10_500), 2)).toMatchObject({
      updatedAt: '1970-01-01T00:00:09.000Z',
      freshness: 'late',
    });
    expect(CachedFrame.create({ frame: table(1) }, 1, 0, 1).nextTransitionAt).toBe(Infinity);
  });

  it('limits times to those that a Date can hold', () => {
    const frame = series([[0, 1]], { updatedAt: 3e15, expectEveryMs: 3e15 });
    expect(panel(CachedFrame.create({ frame }, 1, 0, 1), 1).deadAt).toBe('+275760-09-13T00:00:00.000Z');
  });

  it('sends only the last row to a client that lacks only the freshness', () => {
    const frame = series(
      [
        [1, 1],
        [2, 2],
      ],
      { expectEveryMs: 1_000 },
    );
    const late = CachedFrame.create({ frame }, 5, 0, 5).withFreshnessAt(2_000);
    expect(panel(late, 6, 5)).toMatchObject({ from: 2, freshness: 'late', frame: { fields: [{ values: [2] }, {}] } });
  });

  it('uses the newest row as the time of a series, and the load time for a table', () => {
    const ofSeries = panel(CachedFrame.create({ frame: series([[5_000, 1]]) }, 1, 9_000, 1), 1);
    const ofTable = panel(CachedFrame.create({ frame: table(1) }, 1, 9_000, 1), 1);
    expect(ofSeries.updatedAt).toBe('1970-01-01T00:00:05.000Z');
    expect(ofTable.updatedAt).toBe('1970-01-01T00:00:09.000Z');
    expect(ofTable.staleAt).toBeUndefined();
  });

  it('contains the error message of a failed load, without a frame', () => {
    const data = panel(CachedFrame.create({ error: 'no route to host' }, 1, 0, 1), 7);
    expect(data).toEqual({ revision: 7, updatedAt: expect.any(String), error: { message: 'no route to host' } });
  });

  it('sends the whole frame after an error', () => {
    const failed = CachedFrame.create({ frame: series([[1, 1]]) }, 1, 0, 1).changed({ error: 'x' }, 'whole', 2, 0, 2);
    const back = failed.changed(
      {
        frame: series([
          [1, 1],
          [2, 2],
        ]),
      },
      failed.compare(
        {
          frame: series([
            [1, 1],
            [2, 2],
          ]),
        },
        0,
      ) as 'whole',
      3,
      0,
      3,
    );
    expect(panel(back, 3, 2)).toMatchObject({
      revision: 3,
      frame: series([
        [1, 1],
        [2, 2],
      ]),
    });
    expect(panel(back, 3, 2).from).toBeUndefined();
  });

  it('contains the warning of the frame, whose change counts as a change', () => {
    const rows = [[1, 1]] as const;
    const first = CachedFrame.create({ frame: series(rows, { warning: 'the first 200' }) }, 1, 0, 1);
    expect(panel(first, 1)).toMatchObject({ warning: 'the first 200' });
    expect(first.compare({ frame: series(rows, { warning: 'the first 200' }) }, 0)).toBe('same');
    const whole = { frame: series(rows) };
    const change = first.compare(whole, 0);
    expect(change).toEqual({ from: 1 });
    const delta = panel(first.changed(whole, { from: 1 }, 2, 0, 2), 2, 1);
    expect([delta.from, delta.warning]).toEqual([1, undefined]);
  });

  it('treats NaN as equal to NaN', () => {
    const first = CachedFrame.create({ frame: series([[1, NaN]]) }, 1, 0, 1);
    expect(first.compare({ frame: series([[1, NaN]]) }, 0)).toBe('same');
    expect(CachedFrame.create({ frame: table(NaN) }, 1, 0, 1).compare({ frame: table(NaN) }, 0)).toBe('same');
  });

  it('sends the last row again when only its freshness changed', () => {
    const first = CachedFrame.create(
      {
        frame: series(
          [
            [1, 1],
            [2, 2],
          ],
          { updatedAt: 2 },
        ),
      },
      1,
      0,
      1,
    );
    const outcome = {
      frame: series(
        [
          [1, 1],
          [2, 2],
        ],
        { updatedAt: 3 },
      ),
    };
    expect(first.compare(outcome, 0)).toEqual({ from: 2 });
  });

  it('keeps its JSON and its date when a later load returns the same', () => {
    const first = CachedFrame.create({ frame: series([[1, 1]]) }, 1, 100, 1);
    const again = first.unchanged({ frame: series([[1, 1]]) }, 5, 200);
    expect(again.toPanelJson(1)).toBe(first.toPanelJson(1));
    expect([again.createdAt, again.loadedAt, again.asOf]).toEqual([100, 200, 5]);
  });

  it('sends the whole frame to a client that is too many versions behind', () => {
    let rows: Row[] = [
      [1, 1],
      [2, 2],
    ];
    let cached = CachedFrame.create({ frame: series(rows) }, 1, 0, 1);
    const update = (next: Row[]): void => {
      const change = cached.compare({ frame: series(next) }, 0);
      if (change !== 'same') cached = cached.changed({ frame: series(next) }, change, 0, 0, cached.revision + 1);
      rows = next;
    };
    update([...rows.slice(0, -1), [2, 99]]);
    for (let time = 3; time < 40; time++) update([...rows, [time, time]]);
    expect(panel(cached, cached.revision, 1).from).toBeUndefined();
    expect(panel(cached, cached.revision, cached.revision - 3).from).toBe(37);
  });

  it('completes the frame of every client, in any sequence of changes', () => {
    const edit = fc.record({
      drop: fc.nat({ max: 3 }),
      add: fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.option(fc.integer(), { nil: null })), { maxLength: 4 }),
    });
    const step = fc.record({ edit, clip: fc.nat({ max: 2 }), isRead: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 45 }), (steps) => {
        let rows: Row[] = [[0, 0]];
        let cached = CachedFrame.create({ frame: series(rows) }, 1, 0, 1);
        let revision = 1;
        const readers = [{ since: 1, rows }];
        for (const {
          edit: { drop, add },
          clip,
          isRead,
        } of steps) {
          rows = drop > 0 ? rows.slice(0, -drop) : rows;
          for (const [gap, value] of add) rows = [...rows, [(rows.at(-1)?.[0] ?? 0) + gap, value]];
          const rangeStart = rows[Math.min(clip, rows.length - 1)]?.[0] ?? 0;
          rows = rows.filter(([time]) => time >= rangeStart);
          const outcome = { frame: series(rows) };
          const change = cached.compare(outcome, rangeStart);
          cached =
            change === 'same'
              ? cached.unchanged(outcome, revision, 0)
              : cached.changed(outcome, change, revision, 0, ++revision);
          if (isRead) readers.push({ since: revision, rows });

          for (const reader of readers) {
            const { from, frame } = panel(cached, revision, reader.since);
            const kept = from === undefined ? [] : reader.rows.filter(([time]) => time < from);
            const merged = [...kept, ...rowsOf(frame as Frame)].filter(([time]) => time >= rangeStart);
            expect(merged).toEqual(rows);
          }
        }
      }),
    );
  });
});

describe('a frame that is sent whole', () => {
  const whole = (...times: (number | null)[]): LoadedFrame => ({
    fields: [{ name: 'due', type: 'time', values: times }],
    whole: true,
  });

  it('accepts times in any order, and rows without a time', () => {
    expect(checkFrame(whole(30, null, 10))).toEqual(whole(30, null, 10));
    expect(() => checkFrame({ ...whole(30, null), whole: false })).toThrow(/must be times in milliseconds/);
  });

  it('is never sent in part', () => {
    expect(diffFrames(whole(10, 20), whole(10, 20), 0)).toBe('same');
    expect(diffFrames(whole(10, 20), whole(10, 20, 30), 0)).toBe('whole');
    const first = CachedFrame.create({ frame: whole(10, 20) }, 1, 0, 1);
    const next = first.changed({ frame: whole(10, 20, 30) }, 'whole', 2, 0, 2);
    expect(JSON.parse(next.toPanelJson(2, 1))).not.toHaveProperty('from');
  });

  it('is sent when only its freshness changes', () => {
    const first = CachedFrame.create({ frame: { ...whole(10), updatedAt: 10 } }, 1, 0, 1);
    const later = { frame: { ...whole(10), updatedAt: 20 } };
    const change = first.compare(later, 0);
    expect(change).not.toBe('same');
    const next = first.changed(later, change as 'whole', 2, 0, 2);
    expect(JSON.parse(next.toPanelJson(2, 1))).toMatchObject({ updatedAt: new Date(20).toISOString(), frame: {} });
  });
});
