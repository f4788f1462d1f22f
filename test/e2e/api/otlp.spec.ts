import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SeverityNumber } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { Board } from '../../../wire/schemas/board.js';
import { expectJson } from '../../support/server/api-client.js';
import { lastValue } from '../../support/server/frame-values.js';
import { useServer } from '../../support/server/use-server.js';

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';

const app = useServer();

describe('an application with only OTEL_EXPORTER_OTLP_ENDPOINT set', () => {
  beforeEach(() => {
    process.env[ENDPOINT] = app.server.base;
  });
  afterEach(() => {
    Reflect.deleteProperty(process.env, ENDPOINT);
  });

  it('has its metrics on a board', async () => {
    const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() });
    const provider = new MeterProvider({ readers: [reader] });
    const meter = provider.getMeter('shop');
    meter.createCounter('shop.orders').add(42, { region: 'eu' });
    meter.createHistogram('shop.latency', { unit: 'ms' }).record(12);
    await provider.forceFlush();
    await provider.shutdown();

    const { panels } = expectJson(await app.api.request('/api/v1/boards/inbox'), 200) as Board;
    const orders = panels.find(({ title }) => title === 'shop.orders');
    const { panels: data } = await app.api.snapshot('inbox');
    expect(lastValue(data[orders?.id ?? '']?.frame)).toBe(42);
    const parts = panels.map(({ title }) => title).filter((title) => title.startsWith('shop.latency.'));
    expect(parts.sort()).toEqual(
      ['count', 'max', 'min', 'p50', 'p95', 'p99', 'sum'].map((part) => `shop.latency.${part}`),
    );
  });

  it('has its logs in the events', async () => {
    const provider = new LoggerProvider({
      processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })],
    });
    const logger = provider.getLogger('shop');
    logger.emit({ severityNumber: SeverityNumber.WARN, body: 'The bank is slow.', attributes: { bank: 'x' } });
    logger.emit({ severityNumber: SeverityNumber.FATAL, body: 'The bank is gone.' });
    await provider.forceFlush();
    await provider.shutdown();

    const { items } = expectJson(await app.api.request('/api/v1/events?level=warn,crit'), 200) as {
      items: readonly { level: string; title: string; tags: Record<string, string> }[];
    };
    const found = items.map(({ level, title }) => ({ level, title }));
    expect(found).toContainEqual({ level: 'warn', title: 'The bank is slow.' });
    expect(found).toContainEqual({ level: 'crit', title: 'The bank is gone.' });
    expect(items.find(({ level }) => level === 'warn')?.tags).toMatchObject({ bank: 'x' });
  });
});
