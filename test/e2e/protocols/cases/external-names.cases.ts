// statsd/statsd#155, prometheus/docs#2076, prometheus/jmx_exporter#958: different names become equal if characters are
// replaced by "_".
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseServer, type MetricItem, uniqueName } from '../../../support/cases/case-server.js';

/** Sends the values 1 and 2 under these names. `mark` identifies them in the list. */
type SendBoth = (server: CaseServer, names: readonly [string, string], mark: string) => Promise<readonly MetricItem[]>;

const lineName = (name: string): string => name.replace(/[ ,]/g, '\\$&');
const lineField = (name: string): string => name.replace(/[ ,=]/g, '\\$&');

const byTag = (server: CaseServer, tag: string, value: string): Promise<MetricItem[]> =>
  server.findSeries(({ tags }) => tags[tag] === value);

const SENDERS: Readonly<Record<string, SendBoth>> = {
  'measurements of the line protocol': async (server, names, mark) => {
    const lines = names.map((name, index) => `${lineName(name)},room=${mark} value=${index + 1}`);
    const { status, text } = await server.request('POST', '/api/v2/write?bucket=b&org=o', lines.join('\n'));
    assert.equal(status, 204, text);
    return byTag(server, 'room', mark);
  },
  'fields of the line protocol': async (server, names, mark) => {
    const fields = names.map((name, index) => `${lineField(name)}=${index + 1}`).join();
    const { status, text } = await server.request(
      'POST',
      '/api/v2/write?bucket=b&org=o',
      `cellar,room=${mark} ${fields}`,
    );
    assert.equal(status, 204, text);
    return byTag(server, 'room', mark);
  },
  'Prometheus metrics with UTF-8 names': async (server, names, mark) => {
    const lines = names.map((name, index) => `{${JSON.stringify(name)}} ${index + 1}\n`).join('');
    const headers = { 'content-type': 'text/plain; version=1.0.0' };
    const { status, text } = await server.request('POST', `/metrics/job/${mark}`, lines, headers);
    assert.equal(status, 200, text);
    return byTag(server, 'job', mark);
  },
  'OTLP metrics': async (server, names, mark) => {
    const timeUnixNano = `${Date.now()}000000`;
    const metrics = names.map((name, index) => ({
      name,
      gauge: { dataPoints: [{ asDouble: index + 1, timeUnixNano }] },
    }));
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: mark } }] };
    const body = { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] };
    assert.equal((await server.sendJson('POST', '/v1/metrics', body)).status, 200);
    return byTag(server, 'service.name', mark);
  },
  'widgets of Smashing': async (server, names, mark) => {
    for (const [index, name] of names.entries()) {
      const { status, text } = await server.sendJson('POST', `/widgets/${encodeURIComponent(mark + name)}`, {
        current: index + 1,
      });
      assert.equal(status, 204, text);
    }
    return server.findSeries(({ key }) => key.startsWith(mark));
  },
};

const NAMES: readonly (readonly [what: string, names: readonly [string, string]])[] = [
  ['Chinese names of one length', ['温度', '湿度']],
  ['umlauts', ['Größe', 'Grüße']],
  ['accents', ['température', 'tempêrature']],
  ['characters that a key cannot contain', ['queue@eu', 'queue#eu']],
  ['a blank and a percent sign', ['a b', 'a%b']],
  ['emoji', ['💾', '📀']],
  ['a name that looks like an escaped one', ['ä', '_x00E4_']],
];

const pairs = Object.entries(SENDERS).flatMap(([sender, send]) =>
  NAMES.map(([what, names]): TestCase => ({
    title: `distinguishes ${sender} that differ in ${what}`,
    run: async (server) => {
      const found = await send(server, names, uniqueName('names'));
      const shown = found.map(({ key, value }) => `${key}=${value}`).join();
      assert.deepEqual(found.map(({ value }) => value).sort(), [1, 2], shown);
      assert.equal(new Set(found.map(({ key }) => key)).size, 2, shown);
    },
  })),
);

const original: TestCase = {
  title: 'the list contains the original name of an escaped key',
  run: async (server) => {
    const mark = uniqueName('original');
    await server.request('POST', '/api/v2/write?bucket=b&org=o', `Temperatur\\ außen,room=${mark} grad=21.5`);
    const [found] = await byTag(server, 'room', mark);
    assert.equal(found?.name, 'Temperatur außen.grad');
  },
};

const alerts: TestCase = {
  title: 'distinguishes a firing and a resolved alert with Chinese names',
  run: async (server) => {
    const instance = uniqueName('alerts');
    const alert = (alertname: string, status: string): object => ({
      status,
      labels: { alertname, instance, severity: 'critical' },
      annotations: {},
    });
    const sent = { version: '4', alerts: [alert('磁盘已满', 'firing'), alert('内存已满', 'resolved')] };
    assert.equal((await server.sendJson('POST', '/api/v1/webhooks/alertmanager', sent)).status, 200);
    const states = (await server.findStatuses(({ key }) => key.includes(instance))).map(({ state }) => state);
    assert.deepEqual(states.sort(), ['crit', 'ok']);
  },
};

const statsd: TestCase = {
  title: 'distinguishes StatsD gauges that differ in accents',
  run: async (server) => {
    const mark = uniqueName('statsd');
    await server.sendStatsd(`${mark}.température:5|g\n${mark}.tempêrature:9|g\n`);
    const found = await server.waitFor(async () => {
      const metrics = await server.findSeries(({ key }) => key.startsWith(`${mark}.`));
      return metrics.length === 0 ? undefined : metrics;
    });
    assert.deepEqual(found.map(({ value }) => value).sort(), [5, 9]);
  },
};

export const externalNames: CaseGroup = { cases: [...pairs, original, alerts] };

export const statsdNames: CaseGroup = { cases: [statsd], slow: 'StatsD stores what it has summed up every 10 s.' };
