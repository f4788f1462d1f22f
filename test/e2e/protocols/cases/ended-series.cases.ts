// grafana/tempo#6494, influxdata/telegraf#16641, jacksontj/promxy#440, cortexproject/cortex#745: series that were
// ended by their sender.
import assert from 'node:assert/strict';
import protobuf from 'protobufjs/minimal.js';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseResponse, type CaseServer, type MetricItem, uniqueName } from '../../../support/cases/case-server.js';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [value: number | 'stale', at: number];

/** The NaN that marks the end of a series (prometheus/model/value). */
const STALE = Buffer.from([0x02, 0, 0, 0, 0, 0, 0xf0, 0x7f]);

/** Encodes a request of remote_write 1.0: a protobuf message in a snappy block of literals. */
function writeRequest(series: readonly { labels: Labels; samples: readonly Sample[] }[]): Buffer {
  const writer = protobuf.Writer.create();
  for (const { labels, samples } of series) {
    writer.uint32(10).fork();
    for (const [name, value] of Object.entries(labels)) {
      writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(value).ldelim();
    }
    for (const [value, at] of samples) {
      const bits = value === 'stale' ? STALE : Buffer.from(new Float64Array([value]).buffer);
      writer.uint32(18).fork().uint32(9).fixed32(bits.readUInt32LE(0)).fixed32(bits.readUInt32LE(4));
      writer.uint32(16).int64(at).ldelim();
    }
    writer.ldelim();
  }
  const message = Buffer.from(writer.finish());
  const parts = [Buffer.from(protobuf.Writer.create().uint32(message.length).finish())];
  for (let begin = 0; begin < message.length; begin += 60) {
    const literal = message.subarray(begin, begin + 60);
    parts.push(Buffer.from([(literal.length - 1) << 2]), literal);
  }
  return Buffer.concat(parts);
}

async function write(server: CaseServer, series: Parameters<typeof writeRequest>[0]): Promise<CaseResponse> {
  return server.request('POST', '/api/v1/write', writeRequest(series), {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
  });
}

const up = (instance: string): Labels => ({ __name__: 'up', instance, job: 'cases' });

const ofInstance = async (server: CaseServer, instance: string): Promise<MetricItem | undefined> =>
  (await server.findSeries(({ tags }) => tags.instance === instance))[0];

/** Writes a series of five minutes that ends now. */
async function ended(server: CaseServer, instance: string, now: number): Promise<void> {
  const samples = Array.from({ length: 20 }, (_, index): Sample => [1, now - (20 - index) * 15_000]);
  assert.equal((await write(server, [{ labels: up(instance), samples }])).status, 204);
  assert.equal((await write(server, [{ labels: up(instance), samples: [['stale', now]] }])).status, 204);
}

async function withPanel(
  server: CaseServer,
  query: Readonly<Record<string, unknown>>,
  check: (freshness: unknown) => void,
): Promise<void> {
  const slug = uniqueName('ended');
  const panel = { id: 'p', type: 'number', title: 'p', layout: { x: 0, y: 0, w: 6, h: 4 }, options: {} };
  const board = { slug, title: slug, panels: [{ ...panel, query: { source: 'metrics', ...query } }] };
  assert.equal((await server.sendJson('POST', '/api/v1/boards', board)).status, 201);
  try {
    const { json } = await server.get(`/api/v1/boards/${slug}/data`);
    check((json as { panels: { p: { freshness?: unknown } } }).panels.p.freshness);
  } finally {
    await server.request('DELETE', `/api/v1/boards/${slug}`);
  }
}

const isDead = (freshness: unknown): void => {
  assert.equal(freshness, 'dead');
};

const ENDINGS: readonly TestCase[] = [
  {
    title: 'a stale marker keeps the last value, and ends the series',
    run: async (server) => {
      const instance = uniqueName('pod');
      await ended(server, instance, Date.now());
      const found = await ofInstance(server, instance);
      assert.equal(found?.value, 1);
      assert.match(found.endedAt ?? '', /^\d{4}-/);
    },
  },
  {
    title: 'a panel whose only series has ended is dead',
    run: async (server) => {
      const instance = uniqueName('pod');
      await ended(server, instance, Date.now());
      await withPanel(server, { metric: 'up', tags: { instance } }, isDead);
    },
  },
  {
    title: 'a point after its end makes a series current again',
    run: async (server) => {
      const instance = uniqueName('pod');
      const now = Date.now();
      await ended(server, instance, now - 5_000);
      await write(server, [{ labels: up(instance), samples: [[0, now]] }]);
      const found = await ofInstance(server, instance);
      assert.deepEqual([found?.value, found?.endedAt], [0, undefined]);
      await withPanel(server, { metric: 'up', tags: { instance } }, (freshness) => {
        assert.notEqual(freshness, 'dead');
      });
    },
  },
  {
    title: 'a stale marker that is older than the newest point does not end a series',
    run: async (server) => {
      const instance = uniqueName('pod');
      const now = Date.now();
      await write(server, [{ labels: up(instance), samples: [[1, now]] }]);
      await write(server, [{ labels: up(instance), samples: [['stale', now - 30_000]] }]);
      assert.equal((await ofInstance(server, instance))?.endedAt, undefined);
    },
  },
  {
    title: 'DELETE of the Pushgateway ends the series of its group',
    run: async (server) => {
      const job = uniqueName('job');
      await server.request('POST', `/metrics/job/${job}`, 'pushed 7\n');
      assert.equal((await server.request('DELETE', `/metrics/job/${job}`)).status, 202);
      const [found] = await server.findSeries(({ tags }) => tags.job === job);
      assert.equal(found?.value, 7);
      assert.match(found.endedAt ?? '', /^\d{4}-/);
    },
  },
  {
    title: 'PUT of the Pushgateway ends the series of its group that it does not contain',
    run: async (server) => {
      const job = uniqueName('job');
      await server.request('PUT', `/metrics/job/${job}`, 'kept 1\ngone 2\n');
      assert.equal((await server.request('PUT', `/metrics/job/${job}`, 'kept 3\n')).status, 200);
      const found = await server.findSeries(({ tags }) => tags.job === job);
      const endedKeys = found.filter(({ endedAt }) => endedAt !== undefined).map(({ key }) => key);
      assert.deepEqual(endedKeys, ['gone']);
    },
  },
];

/** Samples that clients send, and the expected last value. */
const SAMPLES: readonly (readonly [what: string, samples: (now: number) => readonly Sample[], last: number])[] = [
  [
    'NaN and infinity beside a number',
    (at) => [
      [NaN, at],
      [Infinity, at - 1_000],
      [5, at - 2_000],
    ],
    5,
  ],
  [
    'different values at the same time',
    (at) => [
      [0, at - 1_000],
      [1, at - 1_000],
      [2, at - 1_000],
    ],
    2,
  ],
  [
    'a sample three days ahead and a current one',
    (at) => [
      [5, at],
      [9, at + 3 * 86_400_000],
    ],
    5,
  ],
];

const samples = SAMPLES.map(([what, make, last]): TestCase => ({
  title: `accepts remote_write with ${what}`,
  run: async (server) => {
    const instance = uniqueName('pod');
    const answer = await write(server, [{ labels: up(instance), samples: make(Date.now()) }]);
    assert.equal(answer.status, 204, answer.text);
    assert.equal((await ofInstance(server, instance))?.value, last);
  },
}));

export const endedSeries: CaseGroup = { cases: [...ENDINGS, ...samples] };
