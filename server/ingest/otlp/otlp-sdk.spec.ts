import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Attributes, type Meter, SeverityNumber, ValueType } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import {
  AggregationTemporalityPreference,
  OTLPMetricExporter as JsonExporter,
} from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtoExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';

import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { Frame } from '../../../wire/schemas/frame.js';
import { Clock } from '../../common/time/clock.js';
import { ProblemFilter } from '../../http/problems/problem.filter.js';
import type { ListedEvent } from '../../events/storage/event-row.js';
import { IngestApp } from '../../../test/support/server/ingest-app.js';

/** The SDK uses the real time, so the clock of this server must be real, too. No test waits for it. */
let app: IngestApp;
beforeAll(async () => {
  app = await IngestApp.start([ProblemFilter], new Clock());
});
afterAll(() => app.close());

const RESOURCE: Attributes = {
  'service.name': 'shop',
  'service.namespace': 'web',
  'host.name': 'web-1',
  'process.pid': 42,
};
const RESOURCE_TAGS = { 'service.name': 'shop', 'service.namespace': 'web', 'host.name': 'web-1' };

interface Listed {
  readonly key: string;
  readonly unit?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Returns the last value, unit and tags of every series with this prefix of its key. */
async function stored(prefix: string): Promise<Record<string, Listed>> {
  const { items } = (await (await app.requestMetrics('')).json()) as { items: readonly Listed[] };
  return Object.fromEntries(items.filter(({ key }) => key.startsWith(prefix)).map((item) => [item.key, item]));
}

/** Returns the total of a metric in the last 15 minutes. */
async function total(key: string, aggregate: string): Promise<number> {
  const response = await app.requestMetrics(`/${key}?range=15m&every=1m&aggregate=${aggregate}`);
  const { fields } = (await response.json()) as Frame;
  return (fields[1]?.values as (number | null)[]).reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

const EXPORTERS = { protobuf: ProtoExporter, JSON: JsonExporter };

/** Returns a meter whose exports are sent on demand. */
function meterOf(
  encoding: keyof typeof EXPORTERS,
  temporality: AggregationTemporalityPreference,
  gzip = false,
): { meter: Meter; flush: () => Promise<void>; end: () => Promise<void> } {
  const exporter = new EXPORTERS[encoding]({
    url: `${app.address}/v1/metrics`,
    temporalityPreference: temporality,
    ...(gzip ? { compression: 'gzip' as never } : {}),
  });
  const provider = new MeterProvider({
    resource: resourceFromAttributes(RESOURCE),
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
    views: [{ instrumentName: '*.exponential', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  });
  return {
    meter: provider.getMeter('spec'),
    flush: () => provider.forceFlush(),
    end: () => provider.shutdown(),
  };
}

const { CUMULATIVE, DELTA } = AggregationTemporalityPreference;

describe.each(['protobuf', 'JSON'] as const)('the SDK sends %s', (encoding) => {
  it('gauges and sums, with their units and tags', async () => {
    const prefix = `${encoding}.numbers`;
    const { meter, flush, end } = meterOf(encoding, CUMULATIVE);
    const jobs = meter.createCounter(`${prefix}.jobs`, { unit: '{job}', valueType: ValueType.INT });
    const open = meter.createUpDownCounter(`${prefix}.open`);
    meter
      .createGauge(`${prefix}.memory`, { unit: 'By' })
      .record(7.5, { region: 'eu', zone: 3, ok: true, list: [1, 2] });
    jobs.add(3);
    open.add(5);
    await flush();
    jobs.add(2);
    open.add(-7);
    await flush();
    await end();
    const {
      [`${prefix}.jobs`]: counter,
      [`${prefix}.open`]: upDown,
      [`${prefix}.memory`]: gauge,
    } = await stored(prefix);
    expect(counter).toMatchObject({ value: 5, unit: 'job', tags: RESOURCE_TAGS });
    expect(upDown).toMatchObject({ value: -2, tags: RESOURCE_TAGS });
    expect(gauge).toMatchObject({
      value: 7.5,
      unit: 'bytes',
      tags: { ...RESOURCE_TAGS, region: 'eu', zone: '3', ok: 'true', list: '[1,2]' },
    });
  });

  it('sums of delta temporality, which add up to the counted total', async () => {
    const key = `${encoding}.delta`;
    const { meter, flush, end } = meterOf(encoding, DELTA);
    const counter = meter.createCounter(key);
    for (const amount of [3, 4, 5]) {
      counter.add(amount);
      await flush();
    }
    await end();
    expect(await total(key, 'sum')).toBe(12);
  });

  it.each([
    ['cumulative', CUMULATIVE],
    ['delta', DELTA],
  ] as const)('histograms of %s temporality, with percentiles since the previous export', async (name, temporality) => {
    const prefix = `${encoding}.${name}`;
    const { meter, flush, end } = meterOf(encoding, temporality, true);
    const explicit = meter.createHistogram(`${prefix}.explicit`, { unit: 'ms' });
    const exponential = meter.createHistogram(`${prefix}.exponential`, { unit: 's' });
    const record = (from: number, to: number): void => {
      for (let value = from; value <= to; value += 1) {
        explicit.record(value);
        exponential.record(value);
      }
    };
    record(1, 100);
    await flush();
    const first = await stored(prefix);
    record(2_000, 2_999);
    await flush();
    await flush();
    const second = await stored(prefix);
    await end();

    for (const kind of ['explicit', 'exponential']) {
      const value = (listed: Record<string, Listed>, part: string): number =>
        listed[`${prefix}.${kind}.${part}`]?.value ?? NaN;
      expect([value(first, 'count'), value(first, 'sum'), value(first, 'min'), value(first, 'max')]).toEqual([
        100, 5_050, 1, 100,
      ]);
      for (const percent of [50, 95, 99]) {
        const of = value(first, `p${percent}`);
        expect(of).toBeGreaterThanOrEqual(percent - 1);
        expect(of).toBeLessThanOrEqual(percent + 1);
        // For any buckets, no value of the second export is below 2,000, and at least half of them are at most 2,999.
        expect(value(second, `p${percent}`)).toBeGreaterThan(kind === 'explicit' ? 1_000 : 1_900);
        expect(value(second, `p${percent}`)).toBeLessThanOrEqual(2_999);
      }
      expect(first[`${prefix}.${kind}.p95`]?.unit).toBe(kind === 'explicit' ? 'ms' : 's');
      expect(first[`${prefix}.${kind}.count`]?.unit).toBeUndefined();
      const counted = temporality === DELTA ? await total(`${prefix}.${kind}.count`, 'sum') : value(second, 'count');
      expect(counted).toBe(1_100);
    }
  });
});

describe('a process that is restarted', () => {
  /** Starts a process, which exports once. */
  async function run(instance: Attributes, value: number): Promise<void> {
    const exporter = new ProtoExporter({ url: `${app.address}/v1/metrics` });
    const provider = new MeterProvider({
      resource: resourceFromAttributes({ 'service.name': 'restarted', ...instance }),
      readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
    });
    provider.getMeter('spec').createGauge(Object.keys(instance).join()).record(value);
    await provider.shutdown();
  }

  it.each([
    ['a new service.instance.id', 'service.instance.id'],
    ['a new process, without an instance id', 'process.pid'],
    ['a new pod, without an instance id', 'k8s.pod.name'],
  ])('has its own series: %s', async (_what, attribute) => {
    await run({ [attribute]: 'one' }, 1);
    await run({ [attribute]: 'two' }, 94);
    const { items } = (await (await app.requestMetrics('')).json()) as { items: readonly Listed[] };
    const found = items.filter(({ key }) => key === attribute).map(({ tags, value }) => [tags[attribute], value]);
    expect(found.sort()).toEqual([
      ['one', 1],
      ['two', 94],
    ]);
  });

  it('has a series for each scope with the same metric', async () => {
    const exporter = new ProtoExporter({ url: `${app.address}/v1/metrics` });
    const provider = new MeterProvider({
      readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
    });
    for (const [index, scope] of ['http', 'undici'].entries())
      provider.getMeter(scope).createGauge('twice').record(index);
    await provider.shutdown();
    const { items } = (await (await app.requestMetrics('')).json()) as { items: readonly Listed[] };
    const found = items.filter(({ key }) => key === 'twice').map(({ tags, value }) => [tags['otel.scope.name'], value]);
    expect(found.sort()).toEqual([
      ['http', 0],
      ['undici', 1],
    ]);
  });
});

describe('the SDK sends logs', () => {
  it('as events', async () => {
    const provider = new LoggerProvider({
      resource: resourceFromAttributes(RESOURCE),
      processors: [new SimpleLogRecordProcessor({ exporter: new OTLPLogExporter({ url: `${app.address}/v1/logs` }) })],
    });
    const logger = provider.getLogger('spec');
    app.published.length = 0;
    logger.emit({
      severityNumber: SeverityNumber.ERROR,
      body: 'It broke.\n  at line 7',
      attributes: { order: 42, 'user.tags': ['a', 'b'] },
    });
    logger.emit({ severityNumber: SeverityNumber.INFO, body: { step: 'pay', ms: 12 }, eventName: 'paid' });
    logger.emit({ severityNumber: SeverityNumber.WARN, body: 'Slow.' });
    await provider.forceFlush();
    await provider.shutdown();
    const { items } = (await (await app.request('/api/v1/events')).json()) as { items: readonly ListedEvent[] };
    const byTitle = Object.fromEntries(items.map(({ title, level, text, tags }) => [title, { level, text, tags }]));
    expect(byTitle).toEqual({
      'It broke.': {
        level: 'crit',
        text: 'It broke.\n  at line 7',
        tags: { ...RESOURCE_TAGS, order: '42', 'user.tags': '["a","b"]' },
      },
      paid: { level: 'info', text: '{"step":"pay","ms":12}', tags: RESOURCE_TAGS },
      'Slow.': { level: 'warn', tags: RESOURCE_TAGS },
    });
    expect(app.published).toContainEqual(['events']);
  });
});
