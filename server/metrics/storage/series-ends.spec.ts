import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MetricJobsFixture } from '../../../test/support/database/metric-jobs-fixture.js';
import { jobs as listing } from './metric-catalog.worker.js';
import { jobs as writing } from './write-points.worker.js';
import { MINUTE_US } from '../../common/time/timestamps.js';

let store: MetricJobsFixture;
beforeEach(async () => {
  store = await MetricJobsFixture.open();
});
afterEach(() => {
  store.close();
});

interface Listed {
  key: string;
  value: number;
  tags: Record<string, string>;
  endedAt?: string;
}

function listed(): Listed[] {
  const bytes = listing.listMetrics(store.context, { untilUs: store.nowUs + 1_440 * MINUTE_US });
  return (JSON.parse(new TextDecoder().decode(bytes)) as { items: Listed[] }).items;
}

/** Returns whether each series is current, by its key and tag values. */
function states(): Record<string, 'current' | 'ended'> {
  return Object.fromEntries(
    listed().map(({ key, tags, endedAt }) => [
      [key, tags.job, tags.disk].filter(Boolean).join(' '),
      endedAt === undefined ? 'current' : 'ended',
    ]),
  );
}

describe('a series that its sender ends', () => {
  const end = (atUs: number): string[] => [
    ...store.writeRequest([], { ends: [{ key: 'up', tags: '{}', atUs }] }).ended,
  ];

  it('keeps its last value in the list, with the time of its end', () => {
    store.write({ key: 'up', value: 1 });
    expect(end(store.nowUs + 5_000_000)).toEqual(['up']);
    expect(listed()).toMatchObject([{ key: 'up', value: 1, endedAt: '2026-01-01T00:00:05.000Z' }]);
  });

  it('becomes current again with a newer point, but not with an older one', () => {
    store.write({ key: 'up', value: 1 });
    end(store.nowUs + MINUTE_US);
    store.write({ key: 'up', value: 1, at: '2026-01-01T00:00:30Z' });
    expect(states()).toEqual({ up: 'ended' });
    store.write({ key: 'up', value: 1, at: '2026-01-01T00:01:00Z' });
    expect(states()).toEqual({ up: 'current' });
  });

  it('becomes current again with a value without a time, even at the same time', () => {
    store.write({ key: 'up', value: 1 });
    end(store.nowUs);
    store.write({ key: 'up', value: 1 });
    expect(states()).toEqual({ up: 'current' });
  });

  it('does not end if it has a newer point or does not exist', () => {
    store.write({ key: 'up', value: 1 });
    expect(end(store.nowUs - 1)).toEqual([]);
    expect(store.writeRequest([], { ends: [{ key: 'other', tags: '{}', atUs: store.nowUs }] }).ended).toEqual([]);
    expect(states()).toEqual({ up: 'current' });
  });

  it('ends once: a repeated report changes nothing', () => {
    store.write({ key: 'up', value: 1 });
    end(store.nowUs);
    expect(end(store.nowUs + MINUTE_US)).toEqual([]);
  });
});

describe('a group of a Pushgateway', () => {
  const push = (replaces: 'metrics' | 'all', group: string, ...keys: string[]): string[] => {
    const items = keys.map((key) => {
      const [name = '', disk] = key.split(' ');
      return { key: name, value: 1, tags: { job: group, ...(disk === undefined ? {} : { disk }) } };
    });
    return [...store.writeRequest(items, { group: { key: `{"job":"${group}"}`, replaces } }).ended];
  };

  it('ends series that a PUT no longer contains, and none of other groups', () => {
    push('all', 'a', 'size x', 'size y', 'time');
    push('all', 'b', 'size x', 'time');
    store.nowUs += MINUTE_US;
    expect(push('all', 'a', 'size x').toSorted()).toEqual(['size', 'time']);
    expect(states()).toEqual({
      'size a x': 'current',
      'size a y': 'ended',
      'time a': 'ended',
      'size b x': 'current',
      'time b': 'current',
    });
  });

  it('ends other series of only the pushed metrics with a POST', () => {
    push('metrics', 'a', 'size x', 'size y', 'time');
    push('metrics', 'a', 'size x');
    expect(states()).toEqual({ 'size a x': 'current', 'size a y': 'ended', 'time a': 'current' });
  });

  it('ends all of its series with an empty push', () => {
    push('all', 'a', 'time');
    expect(push('all', 'a')).toEqual(['time']);
    expect(states()).toEqual({ 'time a': 'ended' });
  });

  it('ends when it is deleted, and becomes current again with the next push', () => {
    push('all', 'a', 'time');
    expect(writing.endPushGroup(store.context, { key: '{"job":"a"}', nowUs: store.nowUs })).toEqual(['time']);
    expect(states()).toEqual({ 'time a': 'ended' });
    push('all', 'a', 'time');
    expect(states()).toEqual({ 'time a': 'current' });
  });

  it('ends missing series even if a limit rejects new series', () => {
    push('all', 'a', 'size x', 'time');
    store.maxSeries = 2;
    store.acceptExistingSeries = true;
    push('all', 'a', 'size x', 'new');
    expect(states()).toEqual({ 'size a x': 'current', 'time a': 'ended' });
  });

  it('takes over a series that another group pushed before', () => {
    store.writeRequest([{ key: 'x', value: 1 }], { group: { key: '{"job":"a"}', replaces: 'all' } });
    store.writeRequest([{ key: 'x', value: 2 }], { group: { key: '{"job":"b"}', replaces: 'all' } });
    expect(writing.endPushGroup(store.context, { key: '{"job":"a"}', nowUs: store.nowUs })).toEqual([]);
    expect(writing.endPushGroup(store.context, { key: '{"job":"b"}', nowUs: store.nowUs })).toEqual(['x']);
  });
});
