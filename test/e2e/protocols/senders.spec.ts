import { createSocket } from 'node:dgram';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Gauge, Pushgateway, Registry } from 'prom-client';
import snappy from 'snappyjs';
import type { Snapshot } from '../../../wire/schemas/snapshot.js';
import { expectJson } from '../../support/server/api-client.js';
import { useServer } from '../../support/server/use-server.js';
import { writeRequest } from '../../fixtures/write-request.js';

const app = useServer({ env: { STATSD_PORT: '0', LOG_LEVEL: 'info' } });

/** Returns the last values in the inbox by the titles of its panels. */
async function shown(): Promise<Record<string, unknown>> {
  const answer = await app.api.request('/api/v1/boards/inbox/data');
  const { definition, panels } = expectJson(answer, 200) as Snapshot;
  return Object.fromEntries(
    (definition?.panels ?? []).map(({ id, title }) => [title, panels[id]?.frame?.fields.at(-1)?.values.at(-1)]),
  );
}

async function remoteWrite(): Promise<void> {
  const series = [{ labels: { __name__: 'node_load1' }, samples: [[0.75, Date.now()] as const] }];
  const written = await app.api.post('/api/v1/write', Buffer.from(snappy.compress(writeRequest(series))), {
    'content-encoding': 'snappy',
    'content-type': 'application/x-protobuf',
  });
  expect(written.status).toBe(204);
}

it('shows data of Prometheus, Pushgateway jobs and Telegraf on boards at once', async () => {
  await remoteWrite();
  expect((await app.api.post('/api/v2/write?bucket=b&org=o', 'weather temperature=21.5')).status).toBe(204);
  const registry = new Registry();
  new Gauge({ name: 'backup_rows', help: 'Rows', registers: [registry] }).set(8);
  await new Pushgateway(app.server.base, {}, registry).push({ jobName: 'backup' });
  expect(await shown()).toMatchObject({ node_load1: 0.75, 'weather.temperature': 21.5, backup_rows: 8 });
});

it('serves its own metrics at /metrics', async () => {
  await remoteWrite();
  const { status, text } = await app.api.request('/metrics');
  expect(status).toBe(200);
  expect(text).toMatch(/^boardcast_ingested_points_total\{via="prometheus"\} \d+$/m);
});

it('documents the paths of the protocols in OpenAPI', async () => {
  const { paths } = expectJson(await app.api.request('/api/openapi.json'), 200) as { paths: object };
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/api/v1/write', '/metrics/job/{group}', '/write', '/query', '/ping', '/api/v2/write']),
  );
});

it('stores the last StatsD data at shutdown', async () => {
  const { server } = app;
  const port = Number(/udp:\/\/127\.0\.0\.1:(\d+)/.exec(server.stderr)?.[1]);
  const socket = createSocket('udp4');
  // An invalid line after the valid one shows that the datagram has arrived.
  socket.send('shop.orders:3|c\nwrong', port, '127.0.0.1');
  while (!(await app.api.request('/metrics')).text.includes('statsd_dropped_lines_total{reason="invalid"} 1'))
    await setTimeout(5);
  socket.close();
  await server.stop();
  await server.restart();
  expect(await shown()).toMatchObject({ 'shop.orders.count': 3 });
});
