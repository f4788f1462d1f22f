import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MetricJobsFixture } from '../../test/support/database/metric-jobs-fixture.js';
import type { NdjsonLines } from '../transfer/transfer.js';
import { AGGREGATES } from './query/aggregate.js';
import { utcBuckets } from '../../test/fixtures/utc-buckets.js';
import { readBucketValues } from './history/read-history.js';
import { jobs as sealing } from './history/seal.worker.js';
import { jobs as retention } from './history/retention.worker.js';
import { jobs as writing } from './storage/write-points.worker.js';
import { type HistoryCursor, jobs as exporting } from './transfer/export-metrics.worker.js';
import { jobs as importing } from './transfer/import-metrics.worker.js';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const NOW = START + 72 * HOUR;

let source: MetricJobsFixture;
let target: MetricJobsFixture;
beforeEach(async () => {
  [source, target] = await Promise.all([MetricJobsFixture.open(), MetricJobsFixture.open()]);
  source.nowUs = target.nowUs = NOW * 1_000;
});
afterEach(() => {
  source.close();
  target.close();
});

/** Stores three days of points, one a minute, and a series that ends on the first day. Then seals them and keeps one day of raw points. */
function fillSource(): void {
  for (let hour = 0; hour < 72; hour += 1) {
    const at = (minute: number): number => START + hour * HOUR + minute * 60_000;
    source.write(
      ...Array.from({ length: 60 }, (_, minute) => ({ key: 'a', value: hour + minute / 10, at: at(minute) })),
    );
  }
  source.write({ key: 'b', value: 7, at: START + 5 * HOUR, tags: { host: 'x' } });
  source.write({ key: 'b', value: 8, at: START + 5 * HOUR + 1, tags: { host: 'x' } });
  seal(source);
  retention.setCutoffs(source.context, { rawUs: (START + 48 * HOUR) * 1_000, levelCutoffsUs: [0, 0, 0] });
  retention.deleteExpired(source.context, { after: 0, maxRows: 1_000, maxSeries: 100 });
}

/** Sums of sealed points are exact. Sums of unsealed points depend on the order of addition. */
function seal(store: MetricJobsFixture): void {
  sealing.seal(store.context, { nowUs: NOW * 1_000, after: 0, maxPoints: 10_000, maxWindows: 100, maxSeries: 100 });
}

function exported(store: MetricJobsFixture): string[] {
  const pages = [exporting.exportMetrics(store.context)];
  for (let cursor: HistoryCursor | undefined = { series: 0, level: -1, fromUs: 0 }; cursor;) {
    const page = exporting.exportHistory(store.context, cursor);
    pages.push(page.bytes);
    cursor = page.next;
  }
  return Buffer.concat(pages).toString().split('\n').filter(Boolean);
}

function imported(store: MetricJobsFixture, lines: readonly string[]): void {
  for (const [index, line] of lines.entries()) {
    const sent: NdjsonLines = { bytes: new TextEncoder().encode(`${line}\n`), first: index + 1 };
    const { type } = JSON.parse(line) as { type: string };
    const request = { lines: sent, nowUs: store.nowUs };
    if (type === 'kept') importing.importCutoffs(store.context, request);
    else if (type === 'metric') importing.importMetrics(store.context, sent);
    else if (type === 'seriesEnd') importing.importEnds(store.context, request);
    else if (type === 'rollups') importing.importRollups(store.context, importing.readRollups(store.context, request));
    else {
      const { columns } = importing.decodePoints(store.context, {
        body: sent.bytes,
        first: sent.first,
        nowUs: store.nowUs,
      });
      const limits = { maxSeries: 100, maxSeriesPerMetric: 100, activeSinceUs: 0 };
      writing.writePoints(store.context, { columns, nowUs: store.nowUs, ...limits });
    }
  }
}

function answers(store: MetricJobsFixture): unknown {
  const ids = store.context.prepare('SELECT id FROM series ORDER BY id').all();
  const series = ids.map(({ id }) => Number(id));
  return [1, 3, 24].flatMap((hours) =>
    AGGREGATES.map((aggregate) =>
      readBucketValues(store.context, { series, aggregate, buckets: utcBuckets(START, NOW, hours * HOUR) }),
    ),
  );
}

describe('an exported history', () => {
  it('gives the same results after an import, including parts that are left only as rollups', () => {
    fillSource();
    const lines = exported(source);
    expect(lines.filter((line) => line.includes('"rollups"')).length).toBeGreaterThan(2);
    imported(target, lines);
    expect(exported(target)).toEqual(lines);
    seal(target);
    expect(answers(target)).toEqual(answers(source));
  });

  it('is unchanged if it is imported again, also after it was sealed', () => {
    fillSource();
    const lines = exported(source);
    imported(target, lines);
    seal(target);
    imported(target, lines);
    seal(target);
    expect(answers(target)).toEqual(answers(source));
  });

  it('ends series, except for those with newer points', () => {
    source.write({ key: 'a', value: 1, at: START }, { key: 'b', value: 1, at: START });
    source.writeRequest([], { ends: ['a', 'b'].map((key) => ({ key, tags: '{}', atUs: START * 1_000 + 1 })) });
    const lines = exported(source);
    target.write({ key: 'b', value: 2, at: START + HOUR });
    imported(target, lines);
    imported(target, lines);
    const ends = exported(target).filter((line) => line.includes('"seriesEnd"'));
    expect(ends).toEqual([`{"type":"seriesEnd","key":"a","tags":{},"at":${START * 1_000 + 1}}`]);
  });

  it('does not replace metadata and rollups that are more complete', () => {
    source.write({ key: 'a', value: 1, at: START, unit: 'ms' });
    target.write({ key: 'a', value: 1, at: START, unit: 's', expectEvery: '5m' });
    imported(target, exported(source));
    expect(exported(target)).toContain('{"type":"metric","key":"a","unit":"s","expectEvery":"300000ms"}');
  });

  it('deletes nothing that is kept longer by the importing server', () => {
    fillSource();
    const short = `{"type":"kept","since":{"0":${NOW * 1_000},"60000000":${NOW * 1_000}}}`;
    const before = exported(source);
    imported(source, [short]);
    retention.deleteExpired(source.context, { after: 0, maxRows: 1_000, maxSeries: 100 });
    expect(exported(source)).toEqual(before);
    // The cutoff also says that there is no older data, so queries do not search for it.
    imported(target, [short]);
    const [raw, minutes] = [71, 70].map((hours) => (START + hours * HOUR) * 1_000);
    expect(exported(target)[0]).toContain(`"0":${raw},"60000000":${minutes},"600000000":0`);
  });

  it('deletes no unsealed points, even if a cutoff is in the future', () => {
    const ahead = `{"type":"kept","since":{"0":${(NOW + 23 * HOUR) * 1_000}}}`;
    target.write({ key: 'a', value: 1, at: NOW - HOUR }, { key: 'a', value: 2, at: NOW });
    imported(target, [ahead]);
    expect(exported(target)[0]).toContain(`"0":${(NOW - HOUR) * 1_000}`);
  });

  it('deletes no unsealed late points', () => {
    target.write({ key: 'b', value: 1, at: START }, { key: 'b', value: 2, at: START + 1 });
    imported(target, [`{"type":"kept","since":{"0":${(START + HOUR) * 1_000}}}`]);
    expect(exported(target)[0]).toContain('"0":0');
  });

  it.each([
    { type: 'kept', since: { 0: 9e15 } },
    { type: 'kept', since: { 0: -1 } },
    { type: 'kept', since: { 0: 0.5 } },
    { type: 'points', key: 'a', tags: {}, at: [1.5], value: [1] },
    ...[
      [0.5, 1, 1, 1, 1, 1, [], []],
      [1, 1, 1, 1, 1, 1, [], []],
      [-60_000_000, 1, 1, 1, 1, 1, [], []],
      [1e300, 1, 1, 1, 1, 1, [], []],
      [9e15, 1, 1, 1, 1, 1, [], []],
      [0, 0, 1, 1, 1, 1, [], []],
      [0, 1.5, 1, 1, 1, 1, [], []],
      [0, 1, 1, 1, 1, 1, [1.5], [1]],
      [0, 1, 1, 1, 1, 1, [1e300], [1]],
      [0, 1, 1, 1, 1, 1, [2, 1], [1, 1]],
      [0, 1, 1, 1, 1, 1, [1], [-1]],
    ].map((bucket) => ({ type: 'rollups', key: 'a', tags: {}, step: 60_000_000, cells: [bucket] })),
    { type: 'rollups', key: 'a', tags: {}, step: 0, cells: [] },
  ])('rejects %j with a message', (line) => {
    expect(() => {
      imported(target, [JSON.stringify(line)]);
    }).toThrow(expect.objectContaining({ status: 422, message: expect.stringMatching(/^Line 1 /) }));
  });
});

describe('tags of other systems', () => {
  it('are imported unchanged, including control characters and empty values', () => {
    const tags = { line: 'a\nb', empty: '' };
    const line = { type: 'points', key: 'a', tags, at: [START * 1_000], value: [1] };
    imported(target, [JSON.stringify(line)]);
    expect(exported(target).at(-1)).toContain(JSON.stringify({ empty: '', line: 'a\nb' }));
  });

  it.each([[[]], [{ a: 1 }], ['a'], [{ a: 'x'.repeat(257) }]])('are rejected with a message: %j', (tags) => {
    const line = { type: 'points', key: 'a', tags, at: [START * 1_000], value: [1] };
    expect(() => {
      imported(target, [JSON.stringify(line)]);
    }).toThrow(expect.objectContaining({ status: 422 }));
  });
});
