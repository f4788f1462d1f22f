import { createSocket } from 'node:dgram';
import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StatsD } from 'hot-shots';
import { Telemetry } from '../../common/telemetry.js';
import { Problem } from '../../common/errors/problem.js';
import { StartupError } from '../../common/errors/startup-error.js';
import type { Sample } from '../../dashboard/contracts/collector.js';
import type { MetricsService } from '../../metrics/metrics.service.js';
import { ManualClock } from '../../../test/support/server/manual-clock.js';
import { testSettings } from '../../../test/support/server/test-settings.js';
import { parseStatsdLine } from './parse-statsd-line.js';
import { StatsdServer } from './statsd.server.js';
import { StatsdAggregator } from './statsd-aggregator.js';
import { runs } from '../../../test/support/jest/property-runs.js';

function totalsOf(...lines: string[]): StatsdAggregator {
  const totals = new StatsdAggregator(100);
  for (const text of lines) {
    const line = parseStatsdLine(text);
    if (line) totals.add(line);
  }
  return totals;
}

function rejectionOf(totals: StatsdAggregator, text: string): string | undefined {
  return totals.add(parseStatsdLine(text) as NonNullable<ReturnType<typeof parseStatsdLine>>)?.reason;
}

/** Returns the values by key, with tags and units if there are any. */
function brief(samples: readonly Sample[]): Record<string, unknown> {
  return Object.fromEntries(
    samples.map(({ key, value, tags = {}, unit }) => [
      Object.keys(tags).length === 0 && unit === undefined
        ? key
        : `${key} ${JSON.stringify(tags)} ${unit ?? ''}`.trim(),
      value,
    ]),
  );
}

describe('readLine', () => {
  it.each([
    ['a.b:1|c', { type: 'counter', key: 'a.b', tags: '{}', values: ['1'], rate: 1 }],
    ['a:-1.5|g', { type: 'gauge', key: 'a', tags: '{}', values: ['-1.5'], rate: 1 }],
    ['a:320|ms|@0.1', { type: 'timing', key: 'a', tags: '{}', values: ['320'], rate: 0.1, unit: 'ms' }],
    [
      'a:3|h|#env:prod,canary|c:id|T1700000000',
      { type: 'timing', tags: '{"canary":"true","env":"prod"}', values: ['3'] },
    ],
    ['a:1:2:3|d', { type: 'timing', values: ['1', '2', '3'] }],
    ['a:fe80::1|s', { type: 'set', values: ['fe80::1'] }],
    ['a,host=b,x:1|c|#host:b', { key: 'a', tags: '{"host":"b","x":"true"}' }],
    ['a b/é:1|c', { key: 'a_x0020_b/_x00E9_' }],
    ['a:1|c|#', { tags: '{}' }],
    ['a:1|c|#a:b,', { tags: '{"a":"b"}' }],
    ['a:1|c|#a:b|#c:d', { tags: '{"a":"b","c":"d"}' }],
    ['a:1|c|#a:', { tags: '{"a":""}' }],
    ['a:1|c|#a', { tags: '{"a":"true"}' }],
    ['a:1|c|#a:b,a:b', { tags: '{"a":"b"}' }],
    ['a:1|c|#url:http://x:1', { tags: '{"url":"http://x:1"}' }],
    ['\u00a0a:1|c', { key: '_x00A0_a' }],
  ])('reads %s', (text, line) => {
    expect(parseStatsdLine(text)).toMatchObject(line);
  });

  it.each([
    '',
    'a',
    'a:1',
    ':1|c',
    'a:|c',
    'a:x|c',
    'a:1|x',
    'a:1|toString',
    'a:1|c|@0',
    'a:1|c|@2',
    'a:1:|c',
    'a:1e999|c',
    'a:1|c|#a:b,a:c',
    'a:1|c|#a:b|#a:c',
    'a,host=b:1|c|#host:c',
    'a,host=b,host=c:1|c',
    'a:1|c|#:b',
    'a,=b:1|c',
    `a:1|c|#${'k'.repeat(65)}:v`,
    `a:1|c|#k:${'v'.repeat(257)}`,
    `a:1|c|#${Array.from({ length: 21 }, (_, i) => `k${i}:v`).join(',')}`,
  ])('skips %j', (text) => {
    expect(parseStatsdLine(text)).toBeUndefined();
  });

  it('never throws for any input', () => {
    const token = fc.constantFrom('a', ':', '|', '1', 'c', 'g', 'ms', 's', '@0.5', '#', ',', '=', '-', '\0', 'é', ' ');
    const values = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(token, { maxLength: 20 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(values, (text) => {
        expect(
          totalsOf(text)
            .flush(10)
            .every(({ value }) => Number.isFinite(value)),
        ).toBe(true);
      }),
      runs(1_000),
    );
  });
});

describe('StatsdAggregator', () => {
  it('counts samples by their rate', () => {
    const totals = totalsOf('hits:1|c', 'hits:2|c', 'hits:1|c|@0.1', 'hits:5|c|#a:b');
    expect(brief(totals.flush(10))).toEqual({
      'hits.count': 13,
      'hits.rate {} /s': 1.3,
      'hits.count {"a":"b"}': 5,
      'hits.rate {"a":"b"} /s': 0.5,
    });
  });

  it('reports 0 for an idle counter for five minutes, then ends it', () => {
    const totals = totalsOf('hits:1|c');
    const counts = Array.from({ length: 40 }, () => totals.flush(10)[0]?.value);
    expect(counts).toEqual([1, ...Array<number>(30).fill(0), ...Array<undefined>(9).fill(undefined)]);
  });

  it('keeps the last value of a gauge, and applies increments', () => {
    const totals = totalsOf('queue:10|g', 'queue:-3|g', 'queue:+1|g');
    expect(brief(totals.flush(10))).toEqual({ queue: 8 });
    expect(totals.flush(10)).toEqual([]);
    totals.add({ type: 'gauge', key: 'queue', tags: '{}', values: ['-8'], rate: 1 });
    expect(brief(totals.flush(10))).toEqual({ queue: 0 });
  });

  it('computes statistics of times', () => {
    const totals = totalsOf(...Array.from({ length: 99 }, (_, i) => `t:${i + 1}|ms`), 't:1000|ms|@0.5', 'size:7|h');
    const { 't.p95 {} ms': p95, ...others } = brief(totals.flush(10));
    expect(others).toEqual({
      't.avg {} ms': (99 * 50 + 2_000) / 101,
      't.count': 101,
      't.max {} ms': 1000,
      't.min {} ms': 1,
      'size.avg': 7,
      'size.count': 1,
      'size.max': 7,
      'size.min': 7,
      'size.p95': 7,
    });
    expect(p95).toBeGreaterThan(94);
    expect(p95).toBeLessThan(98);
    expect(totals.flush(10)).toEqual([]);
  });

  it('counts the different members of a set', () => {
    const totals = totalsOf('users:ann|s', 'users:bob|s', 'users:ann|s');
    expect(brief(totals.flush(10))).toEqual({ 'users.unique': 2 });
    expect(totals.flush(10)).toEqual([]);
  });

  it('limits the number of names', () => {
    const totals = new StatsdAggregator(2);
    const add = (text: string): string | undefined => rejectionOf(totals, text);
    expect(['a:1|ms', 'b:1|c', 'c:1|c', 'a:2|ms'].map(add)).toEqual([undefined, undefined, 'too_many', undefined]);
    totals.flush(10);
    expect(add('c:1|c')).toBeUndefined();
  });

  it.each([
    ['a:1|c', 'a:2|ms'],
    ['a:1|ms', 'a:2|c'],
    ['a:1|c', 'a.count:2|g'],
    ['a:1|ms', 'a.avg:2|g'],
    ['a.p95:1|g', 'a:2|h'],
    ['a:x|s', 'a.unique:2|g'],
  ])('never mixes names of different types into one metric: %s and then %s', (first, second) => {
    const alone = totalsOf(first).flush(10);
    const totals = totalsOf(first);
    expect(rejectionOf(totals, second)).toBe('other_type');
    expect(totals.flush(10)).toEqual(alone);
    // Their order in the next ten seconds does not matter.
    expect(rejectionOf(totals, second)).toBe('other_type');
    expect(rejectionOf(totals, first)).toBeUndefined();
    expect(rejectionOf(totals, `${second}|#other:tag`)).toBeUndefined();
  });

  it('lets a name change its type five minutes after its last line', () => {
    const totals = totalsOf('a:1|ms');
    const samples = Array.from({ length: 31 }, () => totals.flush(10).length);
    expect(samples).toEqual([5, ...Array<number>(30).fill(0)]);
    expect(rejectionOf(totals, 'a:1|c')).toBeUndefined();
  });

  it.each([
    ['c', 194],
    ['g', 200],
    ['ms', 194],
    ['s', 193],
  ])('accepts names of type %s up to %i characters, and never truncates one', (type, length) => {
    const samples = totalsOf(`${'k'.repeat(length)}:1|${type}`, `${'k'.repeat(length + 1)}:1|${type}`).flush(10);
    expect(new Set(samples.map(({ key }) => key.replace(/\..*/, '').length))).toEqual(new Set([length]));
    expect(Math.max(...samples.map(({ key }) => key.length))).toBe(200);
  });

  it('distinguishes names and tags that differ only in characters a key cannot contain', () => {
    const lines = [
      'température',
      'tempêrature',
      'a b',
      'a_b',
      'a#b',
      '温度',
      '湿度',
      'x,a=é',
      'x,a=è',
      'x,é=a',
      'x,è=a',
    ];
    expect(totalsOf(...lines.map((name) => `${name}:1|g`)).flush(10)).toHaveLength(lines.length);
  });
});

describe('StatsdServer', () => {
  let clock: ManualClock;
  let written: (readonly Sample[])[];
  let server: StatsdServer;
  let rejection: Error | undefined;
  let telemetry: Telemetry;
  let skipped = 0;

  const make = (statsdPort: number | undefined): StatsdServer => {
    telemetry = new Telemetry();
    const write = (samples: readonly Sample[]): Promise<void> => {
      if (rejection) return Promise.reject(rejection);
      if (samples.length > 0) written.push(samples);
      return Promise.resolve();
    };
    const countSkipped = (_protocol: string, count: number): void => {
      skipped += count;
    };
    return new StatsdServer(
      { write, countSkipped } as unknown as MetricsService,
      testSettings({ statsdPort }),
      clock,
      telemetry,
    );
  };

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(async () => {
    clock = new ManualClock();
    written = [];
    rejection = undefined;
    skipped = 0;
    server = make(0);
    await server.onApplicationBootstrap();
  });
  afterEach(() => server.beforeApplicationShutdown());

  /** Sends a datagram and waits until it is processed, because UDP does not confirm its delivery. */
  const send = async (text: string | Buffer): Promise<void> => {
    const socket = createSocket('udp4');
    await new Promise((resolve) => {
      socket.send(text, server.port, '127.0.0.1', resolve);
    });
    socket.close();
  };
  const eventually = async (check: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await check())) await setTimeout(1);
  };
  const droppedLines = async (): Promise<number> =>
    (await telemetry.registry.getSingleMetric('boardcast_statsd_dropped_lines_total')?.get())?.values.reduce(
      (sum, { value }) => sum + value,
      0,
    ) ?? 0;

  it('stores the received data every ten seconds', async () => {
    await send('hits:1|c\nhits:2|c\r\n\nnonsense\n');
    await eventually(async () => (await droppedLines()) === 1);
    clock.advance(9_999);
    expect(written).toEqual([]);
    clock.advance(1);
    expect(written.map(brief)).toEqual([{ 'hits.count': 3, 'hits.rate {} /s': 0.3 }]);
  });

  it('counts lines that are not UTF-8 as skipped, and accepts the others', async () => {
    const lines = ['temp\xe9rature:1|g', 'temp\xearature:2|g', 'a:3|g|#k:\xff', 'fine:4|g'].join('\n');
    await send(Buffer.from(lines, 'latin1'));
    await eventually(async () => (await droppedLines()) === 3);
    expect(skipped).toBe(3);
    clock.advance(10_000);
    expect(written.map(brief)).toEqual([{ fine: 4 }]);
  });

  it('stores many names in batches, so that they do not block other work', async () => {
    const lines = Array.from({ length: 1_200 }, (_, i) => `g${i}:1|g`);
    for (let start = 0; start < lines.length; start += 100)
      await send(`${lines.slice(start, start + 100).join('\n')}\nwrong`);
    await eventually(async () => (await droppedLines()) === 12);
    await server.beforeApplicationShutdown();
    expect(written.map((samples) => samples.length)).toEqual([500, 500, 200]);
  });

  it('stores the remaining data at shutdown', async () => {
    await send('queue:7|g\nnonsense');
    await eventually(async () => (await droppedLines()) === 1);
    await server.beforeApplicationShutdown();
    expect(written.map(brief)).toEqual([{ queue: 7 }]);
    expect(server.port).toBeUndefined();
  });

  it('continues after a write was rejected', async () => {
    rejection = new Problem(429, 'Too many series.');
    await send('hits:1|c\nnonsense');
    await eventually(async () => (await droppedLines()) === 1);
    clock.advance(10_000);
    rejection = undefined;
    await eventually(() => {
      clock.advance(10_000);
      return written.length > 0;
    });
    expect(brief(written[0] ?? [])).toMatchObject({ 'hits.count': 0 });
  });

  it('works with hot-shots', async () => {
    const client = new StatsD({
      host: '127.0.0.1',
      port: server.port as number,
      prefix: 'shop.',
      globalTags: { app: 'web' },
    });
    client.increment('orders', 3, { region: 'eu' });
    client.gauge('carts', 93);
    client.gaugeDelta('carts', -3);
    client.timing('checkout', 184);
    client.histogram('items', 4);
    client.set('users', 'ann');
    const seen: Record<string, unknown> = {};
    await eventually(() => {
      clock.advance(10_000);
      for (const samples of written.splice(0)) {
        for (const [key, value] of Object.entries(brief(samples))) if (value !== 0) seen[key] = value;
      }
      return Object.keys(seen).some((key) => key.startsWith('shop.users'));
    });
    await new Promise((resolve) => {
      client.close(resolve);
    });
    expect(seen).toMatchObject({
      'shop.orders.count {"app":"web","region":"eu"}': 3,
      'shop.carts {"app":"web"}': 90,
      'shop.checkout.avg {"app":"web"} ms': 184,
      'shop.items.max {"app":"web"}': 4,
      'shop.users.unique {"app":"web"}': 1,
    });
  });

  it('does not listen without STATSD_PORT', async () => {
    const off = make(undefined);
    await off.onApplicationBootstrap();
    expect(off.port).toBeUndefined();
    await off.beforeApplicationShutdown();
  });

  it('reports that its port is in use', async () => {
    const second = make(server.port);
    await expect(second.onApplicationBootstrap()).rejects.toThrow(StartupError);
    await expect(second.onApplicationBootstrap()).rejects.toThrow(/EADDRINUSE.*set STATSD_PORT/);
  });
});
