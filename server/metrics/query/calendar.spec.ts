import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MetricJobsFixture } from '../../../test/support/database/metric-jobs-fixture.js';
import { bucketsOver } from './buckets.js';
import type { LoadedColumns } from './load-frame.worker.js';
import { type Interval, parseInterval } from '../../../wire/interval.js';
import type { MetricsPart } from '../metrics-query.js';
import { jobs } from './compose-series.worker.js';
import { resolvePart } from './resolve-part.js';

const HOUR = 3_600_000;
const BERLIN = 'Europe/Berlin';

/** Clocks in Berlin go forward on March 29, 2026, and back on October 25. */
const START = Date.parse('2026-03-26T23:00:00Z');
const END = Date.parse('2026-03-31T22:00:00Z');

let store: MetricJobsFixture;
beforeAll(async () => {
  store = await MetricJobsFixture.open();
  store.nowUs = END * 1_000;
  const hours = Array.from({ length: (END - START) / HOUR }, (_, hour) => START + hour * HOUR);
  store.write(...hours.map((at) => ({ key: 'beats', value: 1, at })));
  store.write(...hours.map((at) => ({ key: 'seconds', value: at / 1_000, at })));
});
afterAll(() => {
  store.close();
});

function compose(query: MetricsPart, every: string, from: number, to: number, timeZone = BERLIN): LoadedColumns {
  const interval = parseInterval(every) as Interval;
  const buckets = bucketsOver(from, to, interval, timeZone);
  const span = { buckets, interval, timeZone, fromMs: from, toMs: to, within: { from, to }, whole: false };
  const { metric = '' } = query;
  return jobs.compose(store.context, { span, parts: { query: resolvePart(query, [metric]) }, limit: 10 });
}

/** Values by the date that their bucket begins with in Berlin. */
function byDay({ fields: [time, column] }: LoadedColumns): Record<string, unknown> {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: BERLIN });
  return Object.fromEntries((time?.values ?? []).map((at, row) => [format.format(Number(at)), column?.values[row]]));
}

describe('queries by days', () => {
  it('count the hours of each day, 23 when clocks go forward', () => {
    const counted = compose({ metric: 'beats', aggregate: 'count', fill: 'zero' }, '1d', START, END - 1);
    expect(byDay(counted)).toEqual({
      '2026-03-27': 24,
      '2026-03-28': 24,
      '2026-03-29': 23,
      '2026-03-30': 24,
      '2026-03-31': 24,
    });
  });

  it('compare with the day before in its own length', () => {
    const compared = compose({ metric: 'beats', aggregate: 'count', difference: '24h' }, '1d', START, END - 1);
    expect(byDay(compared)).toEqual({ '2026-03-28': 0, '2026-03-29': -1, '2026-03-30': 1, '2026-03-31': 0 });
  });

  it('show the day before instead of each day', () => {
    const shifted = compose({ metric: 'beats', aggregate: 'count', shift: '1d' }, '1d', START, END - 1);
    expect(byDay(shifted)).toMatchObject({ '2026-03-29': 24, '2026-03-30': 23, '2026-03-31': 24 });
  });

  it('compare an incomplete day with the same part of the day before', () => {
    const noon = Date.parse('2026-03-30T10:00:00Z');
    const compared = compose({ metric: 'beats', aggregate: 'count', difference: '1d' }, '1d', START, noon);
    expect(byDay(compared)).toMatchObject({ '2026-03-30': 0 });
  });

  it('compute rates with the actual length of each day', () => {
    const rates = compose({ metric: 'seconds', rate: true }, '1d', START, END - 1);
    for (const value of rates.fields[1]?.values ?? []) expect(value).toBeCloseTo(1, 9);
  });

  it('show the same part of the previous month as of this month', () => {
    const to = END + 29 * 24 * HOUR;
    const shifted = compose({ metric: 'beats', aggregate: 'count', shift: '30d' }, '1mo', END, to);
    expect(byDay(shifted)).toEqual({ '2026-04-01': 24 + 24 + 23 + 2 });
  });
});
