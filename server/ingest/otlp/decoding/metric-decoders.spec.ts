import { describe, expect, it } from '@jest/globals';
import {
  stringAttribute,
  encodeMessage,
  decodeOtlp,
  encodeOtlp,
  type Encoding,
  ENCODINGS,
  type Json,
} from '../../../../test/fixtures/otlp-proto.js';
import { decodeToRows, type DecodedPoint } from '../../../../test/fixtures/decode-to-rows.js';
import { JSON_TYPE, PROTOBUF, encodeStatus, encodeSuccess } from '../otlp-responses.js';
import { jobs } from '../conversion/otlp.worker.js';

const NOW_US = 1_700_000_000_000_000;
const NANOS = '1700000000000000000';
const START = '1699999990000000000';
const thread = { transfer: () => undefined } as never;

function request(metric: Json, resource: Json = { attributes: [stringAttribute('service.name', 'shop')] }): Json {
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'spec' }, metrics: [metric] }] }] };
}

/** Returns the values by key, and the other decoded data. */
function decodeMetrics(encoding: Encoding, message: Json) {
  const body = encodeMessage(encoding, 'ExportMetricsServiceRequest', message);
  const found = decodeToRows((context) => jobs.metrics(context, { body, nowUs: NOW_US, isJson: encoding === 'JSON' }));
  return { ...found, values: Object.fromEntries(found.points.map(({ key, value }) => [key, value])) };
}

const at = { startTimeUnixNano: START, timeUnixNano: NANOS };

describe.each(ENCODINGS)('metrics in %s', (encoding) => {
  const decode = (metric: Json, resource?: Json) => decodeMetrics(encoding, request(metric, resource));

  it('have the tags of their points and the identifying attributes of their resource', () => {
    const resource = {
      attributes: ['service.name', 'service.namespace', 'service.instance.id', 'host.name', 'os.type'].map((key) =>
        stringAttribute(key, key.toUpperCase()),
      ),
    };
    const attributes = [
      stringAttribute('text', 'x'),
      { key: 'int', value: { intValue: '-7' } },
      { key: 'double', value: { doubleValue: 0.5 } },
      { key: 'bool', value: { boolValue: false } },
      { key: 'bytes', value: { bytesValue: 'AQI=' } },
      { key: 'list', value: { arrayValue: { values: [{ intValue: 1 }, { stringValue: 'a' }, {}] } } },
      { key: 'map', value: { kvlistValue: { values: [stringAttribute('__proto__', 'v')] } } },
      { key: 'nothing' },
    ];
    const { points } = decode({ name: 'a b', gauge: { dataPoints: [{ ...at, asDouble: 1.5, attributes }] } }, resource);
    const tags: DecodedPoint['tags'] = {
      'service.name': 'SERVICE.NAME',
      'service.namespace': 'SERVICE.NAMESPACE',
      'service.instance.id': 'SERVICE.INSTANCE.ID',
      'host.name': 'HOST.NAME',
      text: 'x',
      int: '-7',
      double: '0.5',
      bool: 'false',
      bytes: 'AQI=',
      list: '[1,"a",null]',
      map: '{"__proto__":"v"}',
      nothing: '',
      'otel.scope.name': 'spec',
    };
    expect(points).toEqual([{ key: 'a_x0020_b', tags, atUs: NOW_US, value: 1.5 }]);
  });

  it('have the name, version and attributes of their scope as tags', () => {
    const metrics = [{ name: 'a', gauge: { dataPoints: [{ ...at, asInt: 1 }] } }];
    const scopes = [
      { version: '1', name: 's', attributes: [stringAttribute('side', 'client')] },
      { name: 's', version: '2' },
      { attributes: [{ key: 'n', value: { intValue: '7' } }] },
    ];
    const scopeMetrics = [...scopes.map((scope) => ({ scope, metrics })), { metrics }];
    expect(decodeMetrics(encoding, { resourceMetrics: [{ scopeMetrics }] }).points.map(({ tags }) => tags)).toEqual([
      { 'otel.scope.name': 's', 'otel.scope.version': '1', 'otel.scope.side': 'client' },
      { 'otel.scope.name': 's', 'otel.scope.version': '2' },
      { 'otel.scope.n': '7' },
      {},
    ]);
  });

  const gauge = { dataPoints: [{ ...at, asInt: 1 }] };
  const histogram = { aggregationTemporality: 1, dataPoints: [{ ...at, count: 3, sum: 6 }] };
  const sum = { ...gauge, aggregationTemporality: 2 };
  const summary = { dataPoints: [{ ...at, count: 1, quantileValues: [{ quantile: 0.75, value: 1 }] }] };
  it.each([
    ['a histogram and the gauge of its count', { name: 'a', histogram }, { name: 'a.count', gauge }],
    ['the gauge of a sum and its histogram', { name: 'a.sum', gauge }, { name: 'a', histogram }],
    ['a summary and the gauge of its percentile', { name: 'a', summary }, { name: 'a.p75', gauge }],
    ['a summary and a histogram', { name: 'a', summary }, { name: 'a', histogram }],
    ['a gauge and a sum', { name: 'a', gauge }, { name: 'a', sum }],
    ['gauges of two units', { name: 'a', unit: 's', gauge }, { name: 'a', unit: 'ms', gauge }],
  ] as [string, Json, Json][])('are never merged with those of another instrument: %s', (_what, first, second) => {
    const scopesOf = (...lists: unknown[][]): Json => ({
      resourceMetrics: [{ scopeMetrics: lists.map((metrics, index) => ({ scope: { name: `${index}` }, metrics })) }],
    });
    const alone = decodeMetrics(encoding, scopesOf([first]));
    const { points, rejected, reason } = decodeMetrics(encoding, scopesOf([first, second, first]));
    expect(points).toEqual([...alone.points, ...alone.points]);
    expect([rejected, reason]).toEqual([1, expect.stringMatching(/would be stored as the same metric as a/)]);
    expect(decodeMetrics(encoding, scopesOf([first], [second])).rejected).toBe(0);
  });

  it('are compared with those of the same scope in another part of the request', () => {
    const part = (metric: Json): Json => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeMetrics: [{ scope: { name: 's' }, metrics: [metric] }],
    });
    const parts = [part({ name: 'a', histogram }), part({ name: 'a.count', gauge })];
    expect(decodeMetrics(encoding, { resourceMetrics: parts }).rejected).toBe(1);
  });

  it('are not rejected because of an instrument that is itself rejected', () => {
    const metrics = [
      { name: 'a.sum', gauge },
      { name: 'a', histogram },
      { name: 'a.count', gauge },
    ];
    const { points, rejected } = decodeMetrics(encoding, { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
    expect(points.map(({ key }) => key)).toEqual(['a.sum', 'a.count']);
    expect(rejected).toBe(1);
  });

  it('can be integers of any sign, and zero', () => {
    const dataPoints = ['-9007199254740991', '9007199254740991', '0'].map((asInt) => ({ ...at, asInt }));
    const { points } = decode({ name: 'a', sum: { dataPoints, aggregationTemporality: 2, isMonotonic: true } });
    expect(points.map(({ value }) => value)).toEqual([-9007199254740991, 9007199254740991, 0]);
  });

  it('without a time get the current time when they are stored', () => {
    expect(decode({ name: 'a', gauge: { dataPoints: [{ asInt: 1 }] } }).points).toMatchObject([
      { atUs: NaN, value: 1 },
    ]);
  });

  it.each([
    ['By', 'bytes'],
    ['By/s', 'bytes/s'],
    ['ms', 'ms'],
    ['s', 's'],
    ['%', 'percent'],
    ['1', undefined],
    ['', undefined],
    ['{request}', 'request'],
    ['{request}/s', 'request/s'],
    ['1/s', '/s'],
    ['By{used}', 'bytes'],
    ['Cel', 'celsius'],
    ['m/s/s', 'm/s/s'],
    ['x'.repeat(33), undefined],
  ])('of the unit %j are stored with the unit %j', (unit, expected) => {
    expect(decode({ name: 'a', unit, gauge: { dataPoints: [{ ...at, asInt: 1 }] } }).units.a).toBe(expected);
  });

  it('of utilization are stored as ratios', () => {
    const gauge = { dataPoints: [{ ...at, asDouble: 0.5 }] };
    expect(decode({ name: 'cpu.utilization', unit: '1', gauge }).units).toEqual({ 'cpu.utilization': 'ratio' });
    expect(decode({ name: 'cpu.utilization', unit: '%', gauge }).units).toEqual({ 'cpu.utilization': 'percent' });
  });

  it('are rejected one by one if they cannot be stored', () => {
    const dataPoints = [
      { ...at, asDouble: 1 },
      { ...at, asDouble: 'NaN' },
      { ...at, asDouble: '-Infinity' },
      { ...at, asDouble: 1, flags: 1 },
      { ...at },
      { timeUnixNano: '1800000000000000000', asDouble: 1 },
    ];
    const found = decode({ name: 'a', gauge: { dataPoints } });
    expect([found.points.length, found.rejected, found.reason]).toEqual([1, 4, 'a value of a is not a finite number']);
    const nameless = decode({ gauge: { dataPoints } });
    expect([nameless.points.length, nameless.rejected]).toEqual([0, 5]);
  });

  const attributes = [stringAttribute('pod', 'x')];
  const PARTS = ['a.count', 'a.max', 'a.min', 'a.p50', 'a.p95', 'a.p99', 'a.sum'];
  it.each([
    ['gauge', {}, ['a']],
    ['sum', { asInt: '5' }, ['a']],
    ['histogram', { count: '0', sum: 0, bucketCounts: ['0', '0'], explicitBounds: [1] }, PARTS],
    ['exponentialHistogram', { count: '0', scale: 0 }, PARTS],
    ['summary', { count: '0', quantileValues: [{ quantile: 0.9, value: 'NaN' }] }, [...PARTS, 'a.p90'].sort()],
  ])('without a recorded value end all series of a %s', (kind, point, keys) => {
    const dataPoints = [1, 3].map((flags) => ({ ...at, ...point, attributes, flags }));
    const { points, ends, rejected } = decode({ name: 'a', [kind]: { dataPoints, aggregationTemporality: 2 } });
    const tags = { 'service.name': 'shop', 'otel.scope.name': 'spec', pod: 'x' };
    expect([points, rejected]).toEqual([[], 0]);
    expect(ends.slice(0, keys.length).sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
      keys.map((key) => ({ key, tags, atUs: NOW_US })),
    );
    expect(ends).toHaveLength(2 * keys.length);
  });

  it('with other flags are stored', () => {
    const { points, ends } = decode({ name: 'a', gauge: { dataPoints: [{ ...at, asDouble: 5, flags: 2 }] } });
    expect([points.length, ends]).toEqual([1, []]);
  });

  it('have different keys if their names differ only in characters that a key cannot contain', () => {
    const names = ['queue@eu', 'queue#eu', 'queue eu', 'queue_eu', '队列', '対列'];
    const metrics = names.map((name) => ({ name, gauge: { dataPoints: [{ ...at, asInt: 1 }] } }));
    const { points } = decodeMetrics(encoding, { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
    expect(new Set(points.map(({ key }) => key)).size).toBe(names.length);
  });

  it('are distinguished by integer attributes beyond the precision of a number', () => {
    const ids = ['9007199254740993', '9007199254740992', '-9223372036854775808', '12'];
    const dataPoints = ids.map((intValue) => ({ ...at, asInt: 1, attributes: [{ key: 'id', value: { intValue } }] }));
    const { points } = decode({ name: 'a', gauge: { dataPoints } });
    expect(points.map(({ tags }) => tags.id)).toEqual(ids);
  });

  it('are rejected one by one if their attributes cannot be tags, and counted once', () => {
    const wrong = [
      [stringAttribute('k', 'x'.repeat(257))],
      [stringAttribute('k'.repeat(65), 'x')],
      [stringAttribute('', 'x')],
      [stringAttribute('k', 'x'), stringAttribute('k', 'y')],
      Array.from({ length: 21 }, (_, i) => stringAttribute(`k${i}`, 'x')),
    ];
    const histogram = {
      aggregationTemporality: 2,
      dataPoints: wrong.map((of) => ({ ...at, count: 1, attributes: of })),
    };
    const { points, rejected, reason } = decode({ name: 'a', histogram });
    expect([points, rejected, reason]).toEqual([
      [],
      wrong.length,
      expect.stringMatching(/^a series of a has a tag 'k'/),
    ]);
  });

  it('of a histogram are statistics and percentiles since the previous export', () => {
    const point = {
      ...at,
      count: '10',
      sum: 55,
      min: 1,
      max: 10,
      bucketCounts: ['0', '5', '5', '0'],
      explicitBounds: [0, 5, 10],
    };
    const { values, units } = decode({
      name: 'a',
      unit: 'ms',
      histogram: { aggregationTemporality: 1, dataPoints: [point] },
    });
    expect(values).toEqual({
      'a.count': 10,
      'a.sum': 55,
      'a.min': 1,
      'a.max': 10,
      'a.p50': 5,
      'a.p95': 9.5,
      'a.p99': expect.closeTo(9.9),
    });
    expect(units).toEqual(
      Object.fromEntries(Object.keys(values).flatMap((key) => (key === 'a.count' ? [] : [[key, 'ms']]))),
    );
  });

  it('of an exponential histogram are statistics and percentiles', () => {
    const positive = { offset: 1, bucketCounts: ['0', '2', '0', '300'] };
    const negative = { offset: -1, bucketCounts: ['1'] };
    const point = { ...at, count: 305, sum: 10, scale: 0, zeroCount: 2, positive, negative, max: 30 };
    const { values } = decode({ name: 'a', exponentialHistogram: { aggregationTemporality: 1, dataPoints: [point] } });
    expect(values).toMatchObject({ 'a.count': 305, 'a.sum': 10, 'a.max': 30 });
    // Of 305 values 5 are below the bucket (16, 32], and none is above 30.
    expect(values['a.p50']).toBeCloseTo(16 + (16 * (305 / 2 - 5)) / 300);
    expect(values['a.p99']).toBe(30);
  });

  it('of a histogram without valid buckets are only totals', () => {
    for (const buckets of [
      {},
      { bucketCounts: [1, 1, 1], explicitBounds: [1] },
      { bucketCounts: [1, 1, 1], explicitBounds: [2, 1] },
    ]) {
      const histogram = { aggregationTemporality: 1, dataPoints: [{ ...at, count: 3, sum: 4, ...buckets }] };
      const { values, rejected } = decode({ name: 'a', histogram });
      expect([values, rejected]).toEqual([{ 'a.count': 3, 'a.sum': 4 }, 0]);
    }
  });

  it('of a summary are its quantiles', () => {
    const quantileValues = [
      { quantile: 0, value: 1 },
      { quantile: 0.5, value: 2 },
      { quantile: 0.999, value: 3 },
      { quantile: 1, value: 4 },
      { quantile: 7, value: 5 },
    ];
    const { values } = decode({ name: 'a', summary: { dataPoints: [{ ...at, count: 9, sum: 20, quantileValues }] } });
    expect(values).toEqual({ 'a.count': 9, 'a.sum': 20, 'a.min': 1, 'a.p50': 2, 'a.p99.9': 3, 'a.max': 4 });
  });

  it('of a distribution are rejected instead of truncated if their name is too long for a key', () => {
    const histogram = { aggregationTemporality: 1, dataPoints: [{ ...at, count: 1, sum: 1 }] };
    const { points, rejected } = decode({ name: 'n'.repeat(196), histogram });
    expect(points.map(({ key }) => key)).toEqual([`${'n'.repeat(196)}.sum`]);
    expect(rejected).toBe(1);
    const all = decode({ name: 'n'.repeat(200), histogram });
    expect([all.points, all.rejected, all.reason]).toEqual([[], 1, expect.stringMatching(/too long for its parts/)]);
  });

  it('can be absent', () => {
    expect(decodeMetrics(encoding, {}).points).toEqual([]);
    expect(decodeMetrics(encoding, { resourceMetrics: [{}, { scopeMetrics: [{}] }] }).points).toEqual([]);
    expect(decode({ name: 'a' }).points).toEqual([]);
  });

  it('are limited to 50,000 per request', () => {
    const dataPoints = Array.from({ length: 50_001 }, () => ({ asInt: 1 }));
    expect(() => decode({ name: 'a', gauge: { dataPoints } })).toThrow(expect.objectContaining({ status: 413 }));
  });
});

describe('texts that are not UTF-8', () => {
  /** Decodes a gauge. The second letter of the text (a name or attribute) is replaced by the byte. */
  const decode = (text: string, byte: number) => {
    const metric = {
      name: 'nN',
      gauge: { dataPoints: [{ ...at, asInt: 1, attributes: [stringAttribute('kK', 'vV')] }] },
    };
    const message = request(metric, { attributes: [stringAttribute('service.name', 'sS')] });
    const body = encodeOtlp('ExportMetricsServiceRequest', message);
    body[body.indexOf(text) + 1] = byte;
    return decodeToRows((context) => jobs.metrics(context, { body, nowUs: NOW_US, isJson: false }));
  };

  it.each([
    ['the name of a metric', 'nN'],
    ['the name of an attribute', 'kK'],
    ['the value of an attribute', 'vV'],
    ["the value of a resource's attribute", 'sS'],
  ])('cause the points of a series to be rejected in %s', (_what, text) => {
    for (const byte of [0xe9, 0xea]) {
      const { points, rejected } = decode(text, byte);
      expect([points, rejected]).toEqual([[], 1]);
    }
  });
});

describe('OTLP bodies', () => {
  it('of protobuf can have fields in any order, and unknown fields', () => {
    const body = Buffer.from(
      [
        '0a4a', // resource_metrics
        '122e 122c', // scope_metrics and metrics, before the resource
        '2a21 0a1f', // a gauge, before its name, and its point
        'f80107', // a field of the number 31
        '3a08 0a016b 12030a0176', // an attribute: k = v
        '21 000000000000f83f', // as_double: 1.5
        '19 00002a36fe9c9717', // time_unix_nano
        '1a02 6d73', // unit: ms
        '0a03 637075', // name: cpu
        '0a18 0a16', // resource, and its attribute
        '0a0c 736572766963652e6e616d65 1206 0a04 73686f70', // service.name = shop
      ]
        .join('')
        .replaceAll(' ', ''),
      'hex',
    );
    const { points, units } = decodeToRows((context) => jobs.metrics(context, { body, nowUs: NOW_US, isJson: false }));
    expect(points).toEqual([{ key: 'cpu', tags: { 'service.name': 'shop', k: 'v' }, atUs: NOW_US, value: 1.5 }]);
    expect(units).toEqual({ cpu: 'ms' });
  });

  it.each([
    [
      'a packed field that ends within a number',
      '0a1c 121a 1218 4a16 0a14 3209 0100000000000000 ff 19 00002a36fe9c9717',
    ],
    ['a field that is longer than its message', '0a06 1204 1202 0a05 6161616161'],
    ['a message that is longer than the body', '0a7f'],
    ['the field number 0', '0a02 0000'],
  ])('of protobuf with %s are rejected', (_what, hex) => {
    const body = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    expect(() => jobs.metrics(thread, { body, nowUs: NOW_US, isJson: false })).toThrow(
      expect.objectContaining({ status: 400 }),
    );
  });

  it('of responses contain the number and reason of rejected points', () => {
    const rejection = { rejected: 3, reason: 'why' };
    expect(encodeSuccess(PROTOBUF, 'DataPoints', { rejected: 0 }).toString('hex')).toBe('');
    expect(encodeSuccess(PROTOBUF, 'DataPoints', rejection).toString('hex')).toBe('0a0708031203776879');
    expect(decodeOtlp('ExportMetricsServiceResponse', encodeSuccess(PROTOBUF, 'DataPoints', rejection))).toEqual({
      partialSuccess: { rejectedDataPoints: 3, errorMessage: 'why' },
    });
    expect(encodeSuccess(JSON_TYPE, 'LogRecords', { rejected: 0 }).toString()).toBe('{}');
    expect(encodeSuccess(JSON_TYPE, 'LogRecords', rejection).toString()).toBe(
      '{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"why"}}',
    );
    expect(decodeOtlp('Status', encodeStatus(PROTOBUF, 400, 'no'))).toEqual({ code: 3, message: 'no' });
    expect(encodeStatus(JSON_TYPE, 503, 'no').toString()).toBe('{"code":14,"message":"no"}');
  });
});
