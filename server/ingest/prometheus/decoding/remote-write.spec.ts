import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import snappy from 'snappyjs';
import { msToUs } from '../../../common/time/timestamps.js';
import { JobError } from '../../../common/errors/job-error.js';
import { decodeToRows } from '../../../../test/fixtures/decode-to-rows.js';
import { STALE_MARKER, writeRequest, type Series } from '../../../../test/fixtures/write-request.js';
import { jobs } from './remote-write.worker.js';
import { runs } from '../../../../test/support/jest/property-runs.js';

const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

const NAME = '__name__';

const RECORDED = new URL('../../../../test/fixtures/recorded/prometheus-2.42.json', import.meta.url);

function read(body: Uint8Array, isSnappy = false, nowMs = NOW_MS): ReturnType<typeof decodeToRows> {
  const request = { body, isSnappy, maxBytes: 1_000_000, nowUs: msToUs(nowMs) };
  return decodeToRows((context) => jobs.writeRequest(context, request));
}

function statusOf(body: Uint8Array, isSnappy?: boolean): number {
  try {
    read(body, isSnappy);
  } catch (error) {
    if (error instanceof JobError) return error.status;
    throw error;
  }
  return 200;
}

const up = (samples: Series['samples'], labels: Readonly<Record<string, string>> = {}): Series => ({
  labels: { __name__: 'up', ...labels },
  samples,
});

describe('WriteRequest', () => {
  it('reads recorded requests of Prometheus 2.42, from the first sample to the end of the series', () => {
    const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as { body: string }[];
    const requests = recorded.map(({ body }) => read(Buffer.from(body, 'base64'), true, Date.parse('2026-11-24')));
    const points = requests.flatMap((request) => request.points);
    const last = (key: string): unknown => points.filter((point) => point.key === key).at(-1);
    const tags = { instance: '127.0.0.1:3192', job: 'shop' };
    expect(last('shop_orders_total')).toMatchObject({
      value: 12,
      tags: { ...tags, region: 'eu', path: 'C:\\tmp "x" ü' },
    });
    expect(last('shop_latency_seconds_bucket')).toMatchObject({ value: 8, tags: { ...tags, le: '+Inf' } });
    expect(last('shop_queue_bytes')).toMatchObject({ value: 4_096, tags });
    // The exporter had exited by then.
    expect(last('up')).toMatchObject({ value: 0, tags });
    expect(new Set(requests.map(({ reason }) => reason))).toEqual(
      new Set([undefined, 'a value of shop_idle is not a finite number']),
    );
  });

  it('uses the name as the key and the other labels as tags', () => {
    const body = writeRequest([
      up(
        [
          [1, NOW_MS],
          [0, NOW_MS - 15_000],
        ],
        { job: 'node', instance: 'localhost:9100' },
      ),
      { labels: { __name__: 'go:rate5m' }, samples: [[2.5, NOW_MS - 30_000]] },
    ]);
    for (const sent of [read(body), read(snappy.compress(body), true)]) {
      expect(sent.points).toEqual([
        { key: 'up', tags: { job: 'node', instance: 'localhost:9100' }, atUs: NOW_MS * 1_000, value: 1 },
        { key: 'up', tags: { job: 'node', instance: 'localhost:9100' }, atUs: (NOW_MS - 15_000) * 1_000, value: 0 },
        { key: 'go:rate5m', tags: {}, atUs: (NOW_MS - 30_000) * 1_000, value: 2.5 },
      ]);
      expect(sent.rejected).toBe(0);
    }
  });

  it('ends a series at the time of a stale marker, without a value', () => {
    const { points, ends, rejected } = read(
      writeRequest([
        up(
          [
            [1, NOW_MS - 15_000],
            [STALE_MARKER, NOW_MS],
          ],
          { job: 'node' },
        ),
        up([[STALE_MARKER, NOW_MS - 1]]),
      ]),
    );
    expect([points.length, rejected]).toEqual([1, 0]);
    expect(ends).toEqual([
      { key: 'up', tags: { job: 'node' }, atUs: NOW_MS * 1_000 },
      { key: 'up', tags: {}, atUs: (NOW_MS - 1) * 1_000 },
    ]);
  });

  it('ends no series for another NaN', () => {
    const { points, ends, rejected } = read(writeRequest([up([[NaN, NOW_MS]])]));
    expect([points, ends, rejected]).toEqual([[], [], 1]);
  });

  it.each([
    [
      'a label that is a duplicate',
      [
        ['a', '1'],
        ['a', '2'],
      ],
      /'a' twice/,
    ],
    [
      'a label that is a duplicate with the same value',
      [
        ['a', '1'],
        ['a', '1'],
      ],
      /'a' twice/,
    ],
    ['two names', [[NAME, 'down']], /'__name__' twice/],
    ['a label without a name', [['', 'x']], /a tag without a name/],
    ['a label name of 65 characters', [['a'.repeat(65), 'x']], /longer than 64/],
    ['a label value of 257 characters', [['a', 'x'.repeat(257)]], /longer than 256/],
    ['21 labels', Array.from({ length: 21 }, (_, i) => [`l${i}`, 'x'] as const), /has 21 tags/],
    ['a label value that is not UTF-8', [['a', Uint8Array.of(0x61, 0xff)]], /invalid Unicode/],
    ['a label name that is not UTF-8', [[Uint8Array.of(0xe9), 'x']], /invalid Unicode/],
  ] as const)('skips only the series with %s', (_what, labels, reason) => {
    const found = read(
      writeRequest([
        {
          labels: [[NAME, 'up'], ...labels],
          samples: [
            [1, NOW_MS],
            [STALE_MARKER, NOW_MS + 1],
          ],
        },
        up([[2, NOW_MS]]),
      ]),
    );
    expect(found.points).toMatchObject([{ key: 'up', tags: {}, value: 2 }]);
    expect([found.rejected, found.reason, found.ends]).toEqual([1, expect.stringMatching(reason), []]);
  });

  it.each([
    ['empty', ''],
    ['not UTF-8', Uint8Array.of(0x74, 0xff)],
    ['longer than a key', 'n'.repeat(201)],
  ])('skips a series whose name is %s', (_what, name) => {
    const { points, rejected } = read(writeRequest([{ labels: [[NAME, name]], samples: [[1, NOW_MS]] }]));
    expect([points, rejected]).toEqual([[], 1]);
  });

  it('distinguishes names and labels that differ only in characters a key cannot contain', () => {
    const names = ['température', 'tempêrature', 'a.b', 'a b', 'a_b', '温度', '湿度'];
    const { points } = read(
      writeRequest(
        names.map((name) => ({
          labels: [
            [NAME, name],
            [name, 'x'],
          ],
          samples: [[1, NOW_MS]],
        })),
      ),
    );
    expect(new Set(points.map(({ key }) => key)).size).toBe(names.length);
    expect(points.map(({ tags }) => Object.keys(tags))).toEqual(names.map((name) => [name]));
  });

  it('accepts labels in any order and control characters, and treats an empty value as absent', () => {
    const labels = [
      ['z', '1'],
      ['b', ''],
      [NAME, 'up'],
      ['a', 'x\0\ny'],
    ] as const;
    const { points, rejected } = read(writeRequest([{ labels, samples: [[1, NOW_MS]] }]));
    expect([points, rejected]).toEqual([
      [{ key: 'up', tags: { a: 'x\0\ny', z: '1' }, atUs: NOW_MS * 1_000, value: 1 }],
      0,
    ]);
  });

  it('caches series by all of their bytes', () => {
    const values: (string | Uint8Array)[] = ['é', 'Ã©', Uint8Array.of(0xe9), 'é\0', ''];
    for (let round = 0; round < 2; round += 1) {
      const found = values.map((text) =>
        read(
          writeRequest([
            {
              labels: [
                [NAME, 'm'],
                ['a', text],
              ],
              samples: [[1, NOW_MS]],
            },
          ]),
        ),
      );
      expect(found.map(({ points }) => points[0]?.tags)).toEqual([
        { a: 'é' },
        { a: 'Ã©' },
        undefined,
        { a: 'é\0' },
        {},
      ]);
    }
  });

  it('skips and counts samples that cannot be stored', () => {
    const { points, rejected, reason } = read(
      writeRequest([
        up([
          [NaN, NOW_MS],
          [Infinity, NOW_MS],
          [1, NOW_MS + 86_400_001],
          [1, -1],
          [4, NOW_MS],
        ]),
        { labels: { job: 'nameless' }, samples: [[1, NOW_MS]] },
        { ...up([[5, NOW_MS]]), histograms: 2 },
      ]),
    );
    expect(points.map(({ value }) => value)).toEqual([4, 5]);
    expect([rejected, reason]).toEqual([7, 'a value of up is not a finite number']);
  });

  it('derives units from names, and prefers those in metadata', () => {
    const of = (name: string): Series => ({ labels: { __name__: name }, samples: [[1, NOW_MS]] });
    const names = ['a_bytes', 'b_seconds_total', 'c_seconds_count', 'process_start_time_seconds', 'd', 'x_ratio'];
    const metadata = [
      { family: 'd', unit: 'bytes' },
      { family: 'x_ratio', unit: 'parts' },
      { family: 'elsewhere', unit: 'seconds' },
    ];
    expect(read(writeRequest(names.map(of), metadata)).units).toEqual({
      a_bytes: 'bytes',
      b_seconds_total: 's',
      d: 'bytes',
      x_ratio: 'parts',
    });
  });

  it('creates no metric for metadata without samples', () => {
    const { points, units } = read(writeRequest([], [{ family: 'd', unit: 'bytes' }]));
    expect([points, units]).toEqual([[], {}]);
  });

  it('reads an empty body as an empty request', () => {
    expect(read(new Uint8Array()).points).toEqual([]);
    expect(read(Uint8Array.of(0), true).points).toEqual([]);
  });

  it.each([
    ['a truncated message', [0x0a, 0x05, 1]],
    ['a field of number 0', [0x02, 0x00]],
    ['a sample longer than its series', [0x0a, 0x04, 0x12, 0x09, 9, 0]],
    ['an unterminated group', [0x0b]],
    ['an endless varint', [0x18, ...Array<number>(11).fill(0xff)]],
  ])('rejects %s with a message', (_what, bytes) => {
    expect(statusOf(Uint8Array.from(bytes))).toBe(400);
  });

  it('does not read a request of version 2.0 as an empty one', () => {
    expect(statusOf(Uint8Array.of(0x22, 1, 0x61))).toBe(415);
    expect(statusOf(Uint8Array.of(0x2a, 0))).toBe(415);
  });

  it('limits the number of decoded messages, stored or not', () => {
    const labels = Object.fromEntries(Array.from({ length: 502 }, (_, i) => [`l${i}`, '']));
    expect(statusOf(writeRequest([up([[1, NOW_MS]], labels)]))).toBe(400);
    const stale = Array.from({ length: 100_001 }, () => [STALE_MARKER, NOW_MS] as const);
    expect(statusOf(writeRequest([up(stale)]))).toBe(413);
    expect(statusOf(new Uint8Array(200_002).map((_, index) => (index % 2 === 0 ? 0x0a : 0)))).toBe(413);
  });

  it('rejects invalid snappy and decompression bombs', () => {
    expect(statusOf(Buffer.from('not snappy at all'), true)).toBe(400);
    expect(statusOf(snappy.compress(new Uint8Array(1_000_001)), true)).toBe(413);
  });

  it('accepts any input or rejects it with a message', () => {
    const whole = writeRequest(
      [
        up(
          [
            [1, NOW_MS],
            [STALE_MARKER, NOW_MS],
          ],
          { a: 'b' },
        ),
      ],
      [{ family: 'up', unit: 's' }],
    );
    const damaged = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 5 }).map((changes) => {
      const body = Uint8Array.from(whole);
      for (const [at, byte] of changes) body[at] = byte;
      return body;
    });
    const cut = fc.nat(whole.length).map((length) => whole.slice(0, length));
    const bodies = fc.oneof(fc.uint8Array({ maxLength: 100 }), damaged, cut);
    fc.assert(
      fc.property(bodies, (body) => {
        expect([200, 400, 415]).toContain(statusOf(body));
      }),
      runs(1_000),
    );
  });
});
