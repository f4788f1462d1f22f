import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ManualClock } from '../../../test/support/server/manual-clock.js';
import { IngestApp } from '../../../test/support/server/ingest-app.js';
import { ProblemFilter } from '../../http/problems/problem.filter.js';

const PATH = '/api/v1/webhooks/collectd';

let app: IngestApp;
let clock: ManualClock;
beforeAll(async () => {
  clock = new ManualClock();
  app = await IngestApp.start([ProblemFilter], clock);
});
afterAll(() => app.close());

interface Item {
  readonly key: string;
  readonly tags: Record<string, string>;
  readonly value: number;
  readonly [member: string]: unknown;
}

async function send(body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await app.request(PATH, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function metricsOf(host: string): Promise<Item[]> {
  const { items } = (await (await app.requestMetrics('')).json()) as { items: Item[] };
  return items.filter(({ tags }) => tags.host === host).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

const seconds = (): number => clock.now() / 1_000;
const valueList = (host: string, own: object): object => ({
  values: [1],
  dstypes: ['gauge'],
  dsnames: ['value'],
  time: seconds(),
  interval: 10,
  host,
  plugin: 'cpu',
  plugin_instance: '',
  type: 'cpu',
  type_instance: '',
  ...own,
});

describe('collectd', () => {
  it('stores each value of a value list as a series with the host and instances as tags', async () => {
    const body = [
      valueList('h1', { values: [12.5], plugin_instance: '0', type_instance: 'idle', meta: { x: true } }),
      valueList('h1', {
        plugin: 'interface',
        plugin_instance: 'eth0',
        type: 'if_octets',
        values: [10, 20],
        dsnames: ['rx', 'tx'],
      }),
      valueList('h1', {
        plugin: 'load',
        type: 'load',
        values: [0.1, 0.2, 0.3],
        dsnames: ['shortterm', 'midterm', 'longterm'],
      }),
      valueList('h1', {
        plugin: 'df',
        plugin_instance: 'root',
        type: 'df_complex',
        type_instance: 'free',
        values: [7],
      }),
    ];
    expect(await send(body)).toMatchObject({ status: 200, body: { metrics: { length: 7 }, statuses: [], events: [] } });
    expect((await metricsOf('h1')).map(({ key, value, tags }) => [key, value, tags])).toEqual([
      ['collectd.cpu', 12.5, { host: 'h1', plugin_instance: '0', type_instance: 'idle' }],
      ['collectd.df.df_complex', 7, { host: 'h1', plugin_instance: 'root', type_instance: 'free' }],
      ['collectd.interface.if_octets.rx', 10, { host: 'h1', plugin_instance: 'eth0' }],
      ['collectd.interface.if_octets.tx', 20, { host: 'h1', plugin_instance: 'eth0' }],
      ['collectd.load.longterm', 0.3, { host: 'h1', type: 'load' }],
      ['collectd.load.midterm', 0.2, { host: 'h1', type: 'load' }],
      ['collectd.load.shortterm', 0.1, { host: 'h1', type: 'load' }],
    ]);
  });

  it('skips rates that are null in the first interval, and stores the others', async () => {
    const body = [
      valueList('h2', { plugin: 'interface', type: 'if_octets', values: [null, null], dsnames: ['rx', 'tx'] }),
      valueList('h2', { plugin: 'disk', type: 'disk_ops', values: [null, 3], dsnames: ['read', 'write'] }),
    ];
    const { status, body: answer } = await send(body);
    expect([status, answer.metrics, answer.ignored]).toEqual([
      200,
      [{ key: 'collectd.disk.disk_ops.write', value: 3 }],
      undefined,
    ]);
    expect(await send([valueList('h2', { values: [null] })])).toMatchObject({ status: 200, body: { metrics: [] } });
  });

  it("accepts times in seconds and in collectd's own unit, and the interval", async () => {
    const at = seconds() - 1.5;
    await send([valueList('h3', { time: at })]);
    await send([
      valueList('h3', {
        type_instance: 'cdtime',
        time: at * 2 ** 30,
        interval: 20 * 2 ** 30,
        plugin: 'memory',
        type: 'memory',
      }),
    ]);
    const [cpu, memory] = await metricsOf('h3');
    expect([cpu, memory].map((item) => [item?.at, item?.expectEvery])).toEqual([
      [new Date(at * 1_000).toISOString(), '10000ms'],
      [new Date(at * 1_000).toISOString(), '20000ms'],
    ]);
  });

  it('stores different names as different series', async () => {
    const names = [
      { plugin: 'a', type: 'a', dsnames: ['b'] },
      { plugin: 'a', type: 'b' },
      { plugin: 'a.b', type: 'c' },
      { plugin: 'a', type: 'b.c' },
      { plugin: 'a', type: 'b', dsnames: ['c'] },
      { plugin: 'größe', type: 'x' },
      { plugin: 'grüße', type: 'x' },
      { plugin: 'a', type: 'b', plugin_instance: 'ä' },
      { plugin: 'a', type: 'b', type_instance: 'ä' },
    ];
    await send(names.map((own) => valueList('h4', own)));
    expect(await metricsOf('h4')).toHaveLength(names.length);
  });

  it('stores the valid part of a body, and reports the rest', async () => {
    const body = [valueList('h5', {}), valueList('h5', { values: ['x'] }), { plugin: 'cpu' }, 7];
    expect(await send(body)).toMatchObject({
      status: 200,
      body: {
        metrics: { length: 1 },
        ignored: expect.stringMatching(/^3 could not be stored; reason for the first: .*not a finite number/),
      },
    });
  });

  it.each([
    ['', 400],
    ['{', 400],
    ['[{}]', 422],
    ['[1]', 422],
    ['"x"', 422],
    [JSON.stringify([{ values: [1], plugin: '' }]), 422],
  ])('rejects the unsupported body %j with a message', async (body, status) => {
    const answer = await send(body);
    expect([answer.status, String(answer.body.detail).length > 20]).toEqual([status, true]);
  });

  it("stores notifications in Alertmanager's format as a status and an event for each change", async () => {
    const notify = (severity: string) =>
      send([
        {
          labels: {
            alertname: 'collectd_df_df_complex',
            instance: 'h6',
            severity,
            service: 'collectd',
            df: 'root',
            type: 'free',
          },
          annotations: { summary: `Disk is ${severity}` },
          startsAt: new Date(clock.now()).toISOString(),
        },
      ]);
    const first = await notify('FAILURE');
    expect(first.body).toMatchObject({
      statuses: [{ name: 'collectd_df_df_complex root free (h6)', state: 'crit', message: 'Disk is FAILURE' }],
      events: [{ title: 'collectd_df_df_complex root free (h6): failure', level: 'crit' }],
    });
    expect((await notify('FAILURE')).body.events).toEqual([]);
    clock.advance(1_000);
    expect((await notify('WARNING')).body).toMatchObject({
      statuses: [{ state: 'warn' }],
      events: [{ level: 'warn' }],
    });
    clock.advance(1_000);
    const over = await notify('OKAY');
    const [{ key }] = over.body.statuses as [{ key: string }];
    expect(key).toMatch(/^alerts\/collectd_df_df_complex\/h6\/[0-9a-f]{16}$/);
    expect(await (await app.request(`/api/v1/statuses/${key}`)).json()).toMatchObject({
      state: 'ok',
      endedAt: expect.any(String),
    });
  });

  it('stores notifications in their plain format', async () => {
    const plain = {
      severity: 'WARNING',
      message: 'Value is high',
      time: seconds(),
      host: 'h7',
      plugin: 'cpu',
      type: 'cpu',
      type_instance: 'wait',
    };
    expect((await send(plain)).body).toMatchObject({
      statuses: [{ name: 'collectd_cpu wait (h7)', state: 'warn', message: 'Value is high' }],
      events: [{ title: 'collectd_cpu wait (h7): warning' }],
    });
    expect((await send({ ...plain, severity: 'ODD', host: 'h8' })).body).toMatchObject({
      statuses: [{ state: 'unknown' }],
    });
  });

  it('distinguishes plain notifications with the same title by plugin and type', async () => {
    const keyOf = async (plugin: string, type: string): Promise<unknown> => {
      const { body } = await send({ severity: 'OKAY', message: 'm', time: seconds(), host: 'h10', plugin, type });
      return (body as { statuses: { key: string }[] }).statuses[0]?.key;
    };
    expect(await keyOf('a_b', 'c')).not.toBe(await keyOf('a', 'b_c'));
    expect(await keyOf('a', 'b_c')).toBe(await keyOf('a', 'b_c'));
  });

  it('distinguishes notifications by labels that are not strings', async () => {
    const keyOf = async (labels: object): Promise<unknown> => {
      const { body } = await send({ labels: { alertname: 'odd', ...labels }, status: 'firing' });
      return (body as { statuses: { key: string }[] }).statuses[0]?.key;
    };
    const keys = [await keyOf({ x: 5 }), await keyOf({ x: 6 }), await keyOf({ x: { a: 1 } }), await keyOf({})];
    expect(new Set(keys).size).toBe(4);
  });

  it('stores notifications even if there are too many series', async () => {
    const values = Array.from({ length: 101 }, (_, index) =>
      valueList(`many${index}`, { plugin: 'many', type: 'many' }),
    );
    const notification = {
      severity: 'FAILURE',
      message: 'Full',
      time: seconds(),
      host: 'h11',
      plugin: 'df',
      type: 'df',
    };
    expect((await send([...values, notification])).status).toBe(429);
    const { items } = (await (await app.request('/api/v1/statuses')).json()) as { items: { name: string }[] };
    expect(items.filter(({ name }) => name === 'collectd_df (h11)')).toMatchObject([{ state: 'crit' }]);
  });

  it('can be overridden by a mapping with its name', async () => {
    const mapping = JSON.stringify({ rules: [{ event: { title: 'mapped' } }] });
    const named = { method: 'PUT', body: mapping };
    expect((await app.request(PATH, named)).status).toBe(200);
    expect((await send([valueList('h9', {})])).body).toMatchObject({ events: [{ title: 'mapped' }], metrics: [] });
    expect((await app.request(PATH, { method: 'DELETE' })).status).toBe(204);
    expect((await send([valueList('h9', {})])).body).toMatchObject({ metrics: { length: 1 } });
  });

  it('never causes a server error for any input', async () => {
    const entry = fc.dictionary(
      fc.constantFrom(
        'values',
        'dsnames',
        'plugin',
        'type',
        'host',
        'time',
        'interval',
        'labels',
        'severity',
        'message',
        'startsAt',
        'annotations',
      ),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(entry, fc.jsonValue())), async (body) => {
        expect((await send(body)).status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });
});
