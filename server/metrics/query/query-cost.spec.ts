import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MetricJobsFixture } from '../../../test/support/database/metric-jobs-fixture.js';
import { equalBuckets } from './buckets.js';
import { utcBuckets } from '../../../test/fixtures/utc-buckets.js';
import type { JobContext } from '../../database/job.js';
import { jobs as frames } from './load-frame.worker.js';
import { metricsQuerySchema } from '../metrics-query.js';
import { jobs, type ComposeRequest } from './compose-series.worker.js';
import { costProblem } from './query-cost.js';
import { resolvePart } from './resolve-part.js';

const plain = { aggregate: 'avg', rate: false } as const;
const difference = { ms: 1, as: 'difference' } as const;

describe('costProblem', () => {
  it.each([
    ['one query of the most series and buckets', [{ part: plain, series: 1_000 }], 600, 0],
    [
      'a rate of that, compared with the day before',
      [{ part: { ...plain, rate: true, earlier: difference }, series: 1_000 }],
      600,
      0,
    ],
    [
      'a percentile of that, compared',
      [{ part: { ...plain, aggregate: 'p99', earlier: difference }, series: 1_000 }],
      600,
      0,
    ],
    ['8 queries of 100 series each, with as many operations', Array(8).fill({ part: plain, series: 100 }), 600, 8],
    ['nothing', [{ part: plain, series: 0 }], 600, 50],
  ] as const)('allows %s', (_what, parts, buckets, operations) => {
    expect(costProblem(parts, buckets, operations)).toBeUndefined();
  });

  it.each([
    [
      '8 percentiles over 1,000 series, compared',
      Array(8).fill({ part: { ...plain, aggregate: 'p99', earlier: difference }, series: 1_000 }),
      367,
      7,
    ],
    ['8 rates over 1,000 series', Array(8).fill({ part: { ...plain, rate: true }, series: 1_000 }), 600, 7],
    ['a long expression over 1,000 series', [{ part: plain, series: 1_000 }], 600, 50],
  ] as const)('rejects %s with a message', (_what, parts, buckets, operations) => {
    expect(costProblem(parts, buckets, operations)).toMatch(/\d+ million values; at most 10 million.*by tags/);
  });

  it.each([
    ['a long chain', Array(250).fill('a').join('+'), /at most 50 operations/],
    ['a long chain of signs', `${'-'.repeat(60)}a`, /at most 50 operations/],
    ['a long chain in brackets', `${'('.repeat(60)}a${'+a)'.repeat(60)}`, /at most 50 operations/],
    ['a long text', `a${' '.repeat(500)}`, /at most 500 characters/],
  ])('rejects %s when a query is defined', (_what, expression, expectedMessage) => {
    const query = { source: 'metrics', queries: { a: { metric: 'm' } }, expression };
    const { error } = metricsQuerySchema.safeParse(query);
    expect(error?.issues).toEqual([
      expect.objectContaining({ path: ['expression'], message: expect.stringMatching(expectedMessage) }),
    ]);
  });

  it('allows an expression of 50 operations', () => {
    const query = { source: 'metrics', queries: { a: { metric: 'm' } }, expression: Array(51).fill('a').join('+') };
    expect(metricsQuerySchema.safeParse(query).success).toBe(true);
  });
});

describe('a query in a database thread', () => {
  const SERIES = 20;
  let store: MetricJobsFixture;
  let request: ComposeRequest;

  beforeEach(async () => {
    store = await MetricJobsFixture.open();
    const now = store.nowUs / 1_000;
    for (let host = 0; host < SERIES; host += 1) {
      store.write(
        ...[3, 2, 1].map((minutes) => ({
          key: 'm',
          value: host,
          at: now - minutes * 60_000,
          tags: { host: `${host}` },
        })),
      );
    }
    const buckets = utcBuckets(now - 600_000, now, 60_000);
    const interval = { unit: 'ms', count: 60_000 } as const;
    const span = { buckets, interval, timeZone: 'UTC', fromMs: now - 600_000, toMs: now, whole: false };
    request = { span, parts: { a: resolvePart({ metric: 'm' }, ['m']) }, expression: 'a+a-a', limit: 10 };
  });
  afterEach(() => {
    store.close();
  });

  /** The context of a job that is canceled at its n-th check. */
  function canceledAt(check: number): { context: JobContext; checks: () => number } {
    let checks = 0;
    const context = Object.create(store.context, {
      throwIfCanceled: {
        value: () => {
          checks += 1;
          if (checks >= check) throw new Error('canceled');
        },
      },
    }) as JobContext;
    return { context, checks: () => checks };
  }

  it('checks for cancellation at least once for each series and operation', () => {
    const { context, checks } = canceledAt(Infinity);
    expect(jobs.compose(context, request).fields).toHaveLength(1 + SERIES);
    expect(checks()).toBeGreaterThanOrEqual(SERIES + 2);
  });

  it('ends at each of these checks', () => {
    const all = canceledAt(Infinity);
    jobs.compose(all.context, request);
    for (let check = 1; check <= all.checks(); check += 1) {
      const { context, checks } = canceledAt(check);
      expect(() => jobs.compose(context, request)).toThrow('canceled');
      expect(checks()).toBe(check);
    }
  });

  it.each(['loadHistory', 'loadHistoryJson'] as const)('%s checks for cancellation once for each series', (name) => {
    const { buckets } = request.span;
    const query = { metric: 'm', tags: {}, aggregate: 'avg', buckets } as const;
    const { context, checks } = canceledAt(Infinity);
    frames[name](context, query);
    expect(checks()).toBeGreaterThanOrEqual(SERIES);
    expect(() => frames[name](canceledAt(1).context, query)).toThrow('canceled');
  });

  it('loadValues checks for cancellation once for each series', () => {
    const query = {
      metric: 'm',
      tags: {},
      aggregate: 'p95',
      fromMs: request.span.fromMs,
      toMs: request.span.toMs,
      limit: 5,
    } as const;
    const { context, checks } = canceledAt(Infinity);
    expect(frames.loadValues(context, query)?.fields[1]?.values).toHaveLength(5);
    expect(checks()).toBeGreaterThanOrEqual(SERIES);
  });

  it('is rejected before anything is computed if it would cost too much', () => {
    const part = resolvePart({ metric: 'm', aggregate: 'p99', difference: '1h' }, ['m']);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const buckets = equalBuckets(0, 1_000, 20_000);
    const parts = Object.fromEntries(names.map((name) => [name, part]));
    const { context, checks } = canceledAt(Infinity);
    const compose = (): unknown =>
      jobs.compose(context, { ...request, span: { ...request.span, buckets }, parts, expression: names.join('+') });
    expect(compose).toThrow(/million values/);
    expect(checks()).toBeLessThanOrEqual(names.length);
  });
});
