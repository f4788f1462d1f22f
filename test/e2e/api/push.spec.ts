import { describe, expect, it } from '@jest/globals';
import { itOfOwnServer } from '../../support/embedding/it-of-own-server.js';
import { expectJson } from '../../support/server/api-client.js';
import { numberBoard } from '../../support/server/number-board.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { useServer } from '../../support/server/use-server.js';

const METRICS = '/api/v1/metrics';
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const app = useServer();

describe('a pushed value', () => {
  it('is returned as it was stored, with the board that shows it', async () => {
    const before = Date.now();
    const pushed = await app.api.push('shop.orders', 42);
    expect(pushed).toEqual({
      key: 'shop.orders',
      value: 42,
      at: expect.stringMatching(ISO),
      board: '/boards/inbox',
    });
    expect(Date.parse(pushed.at)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(pushed.at)).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    ['application/x-www-form-urlencoded'],
    ['text/plain'],
    ['text/plain; charset=latin1'],
    ['application/json'],
    ['application/octet-stream'],
    ['multipart/form-data; boundary=x'],
    ['application/xml'],
    ['banana'],
    [''],
  ])('can have the content type %j', async (type) => {
    const path = `${METRICS}/types`;
    expect(expectJson(await app.api.post(path, '7', { 'content-type': type }), 200)).toMatchObject({ value: 7 });
    expect(expectJson(await app.api.post(path, '{"value":8}', { 'content-type': type }), 200)).toMatchObject({
      value: 8,
    });
  });

  it('needs no content type', async () => {
    const answer = await app.api.request(`${METRICS}/types`, { method: 'POST', body: '9' });
    expect(expectJson(answer, 200)).toMatchObject({ value: 9 });
  });

  it.each([
    ['42', 42],
    ['0', 0],
    ['-0.25', -0.25],
    ['-1.5e3', -1_500],
    ['1E+2', 100],
    ['2e-3', 0.002],
    [' \t\r\n42\n', 42],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['+1', 1],
    ['.5', 0.5],
    ['1.', 1],
    ['"42"', 42],
    ['value=42', 42],
    ['\ufeff42', 42],
    ['{"value":42}', 42],
    ['\n {"value":-1e-7}', -1e-7],
  ])('can be %j', async (body, value) => {
    expect(expectJson(await app.api.post(`${METRICS}/numbers`, body), 200)).toMatchObject({ value });
  });

  it.each([
    [''],
    ['  \n'],
    ['abc'],
    ['042'],
    ['1e'],
    ['0x10'],
    ['NaN'],
    ['Infinity'],
    ['1,5'],
    ['1 2'],
    ['[1]'],
    ['true'],
    ['null'],
    ['value=x'],
    ['42,5'],
    ['1_000'],
    ['OK'],
    [Buffer.from('42', 'utf16le')],
    ['{"value":'],
    ['{"value":42}}'],
    ['{value:42}'],
    [Buffer.from([0x34, 0x32, 0xff])],
  ])('is rejected with 400 for %j', async (body) => {
    expectProblem(await app.api.post(`${METRICS}/unparsable`, body), 400);
  });

  it.each([
    ['1e999', 'value'],
    ['{}', 'value'],
    ['{"value":null}', 'value'],
    ['{"value":"42"}', 'value'],
    ['{"value":true}', 'value'],
    ['{"value":1e999}', 'value'],
    ['{"value":1,"at":"yesterday"}', 'at'],
    ['{"value":1,"at":"2026-02-31T00:00:00Z"}', 'at'],
    ['{"value":1,"at":true}', 'at'],
    ['{"value":1,"at":-1}', 'at'],
    ['{"value":1,"at":0}', 'at'],
    ['{"value":1,"at":null}', 'at'],
    ['{"value":1,"at":"2026-01-31T12:00:00"}', 'at'],
    ['{"value":1,"at":"1969-12-31T23:59:59.999Z"}', 'at'],
    ['{"value":1,"at":"9999-12-31T00:00:00Z"}', 'at'],
    ['{"value":1,"tags":[]}', 'tags'],
    ['{"value":1,"tags":"eu"}', 'tags'],
    ['{"value":1,"tags":{"region":7}}', 'tags'],
    [`{"value":1,"tags":{"${'n'.repeat(65)}":"x"}}`, 'tags'],
    [`{"value":1,"tags":{"x":"${'v'.repeat(257)}"}}`, 'tags'],
    [JSON.stringify({ value: 1, tags: tagsOf(21) }), 'tags'],
    ['{"value":1,"unit":5}', 'unit'],
    ['{"value":1,"expectEvery":"5 minutes"}', 'expectEvery'],
    ['{"value":1,"expectEvery":"1w"}', 'expectEvery'],
    ['{"value":1,"expectEvery":300}', 'expectEvery'],
  ])('with the invalid body %s is rejected with 422 and the path of the error', async (body, member) => {
    const problem = expectProblem(await app.api.post(`${METRICS}/wrong`, body), 422);
    expect(problem.errors).toEqual([
      { path: expect.stringMatching(new RegExp(`^${member}`)), message: expect.stringMatching(/./) },
    ]);
  });

  it('that is rejected is not stored', async () => {
    expect((await app.api.listMetrics()).map(({ key }) => key)).not.toEqual(expect.arrayContaining(['wrong']));
    expect((await app.api.request(`${METRICS}/unparsable`)).status).toBe(404);
  });

  it('is rejected with 413 if it is too large', async () => {
    expectProblem(await app.api.post(`${METRICS}/large`, ' '.repeat(6 * 1024 * 1024)), 413);
  });

  it('is limited to 20 tags with names of 64 and values of 256 characters', async () => {
    const tags = { ...tagsOf(19), ['n'.repeat(64)]: 'v'.repeat(256) };
    await app.api.push('tagged', { value: 1, tags });
    expect(await app.api.listMetrics()).toContainEqual(expect.objectContaining({ key: 'tagged', tags }));
  });
});

it('accepts a value of clients that offer HTTP/2 (curl --http2, Java)', async () => {
  const upgrade = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' };
  expect(expectJson(await app.api.post(`${METRICS}/upgrading`, '42', upgrade), 200)).toMatchObject({ value: 42 });
});

describe('a key', () => {
  it.each([
    ['a/b', 'a/b'],
    ['a%2Fb', 'a/b'],
    ['a%2fb', 'a/b'],
    ['deep/er/and/deep%2Fer', 'deep/er/and/deep/er'],
    ['A-Z_a.z:0-9', 'A-Z_a.z:0-9'],
    ['a%3Ab', 'a:b'],
    ['...', '...'],
    ['a/.b/c..', 'a/.b/c..'],
    ['k'.repeat(200), 'k'.repeat(200)],
  ])('in the path %s is %s', async (path, key) => {
    const value = Math.random();
    expect(expectJson(await app.api.post(`${METRICS}/${path}`, String(value)), 200)).toMatchObject({ key, value });
    expect(await app.api.listMetrics()).toContainEqual(expect.objectContaining({ key, value }));
  });

  it.each([
    ['k'.repeat(201)],
    ['k'.repeat(5_000)],
    ['/a'],
    ['%2Fa'],
    ['a/'],
    ['a%2F'],
    ['a//b'],
    ['a%2F/b'],
    ['./a'],
    ['a/./b'],
    ['../a'],
    ['a/../b'],
    ['a%2F..%2Fb'],
    ['a/..'],
    ['.'],
    ['..'],
    ['a%20b'],
    ['a+b'],
    ['a,b'],
    ['a%00b'],
    ['gr%C3%BC%C3%9Fe'],
    ['a%25b'],
  ])('is rejected with 422 for %s', async (path) => {
    expectProblem(await app.api.post(`${METRICS}/${path}`, '1'), 422);
  });

  itOfOwnServer.each([['%'], ['a%2'], ['%E0%A4%A']])('is rejected with 400 for the malformed path %s', async (path) => {
    expectProblem(await app.api.post(`${METRICS}/${path}`, '1'), 400);
  });
});

describe('the time of a value', () => {
  const at = '2026-03-04T05:06:07.089Z';
  const ms = Date.parse(at);

  it.each([
    [at],
    ['2026-03-04T06:06:07.089+01:00'],
    ['2026-03-03T23:36:07.089-05:30'],
    ['2026-03-04T05:06:07.089123Z'],
    [ms / 1_000],
    [ms],
    [ms * 1_000],
    [`${ms}000000`],
    ['2026-03-04 05:06:07.089Z'],
    ['2026-03-04t05:06:07.0890000000z'],
    ['2026-03-04 06:06:07.089 +0100'],
  ])('can be written as %s', async (written) => {
    const body = typeof written === 'string' && /^\d+$/.test(written) ? `{"value":1,"at":${written}}` : undefined;
    const answer = await app.api.post(`${METRICS}/times`, body ?? JSON.stringify({ value: 1, at: written }));
    expect(expectJson(answer, 200)).toMatchObject({ at });
  });

  it('can have no fraction, be a leap second, or be long ago', async () => {
    for (const [sent, stored] of [
      ['2026-03-04T05:06:07Z', '2026-03-04T05:06:07.000Z'],
      ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
      [31_536_000, '1971-01-01T00:00:00.000Z'],
    ]) {
      expect(await app.api.push('times', { value: 1, at: sent as string })).toMatchObject({ at: stored });
    }
  });

  it('can be at most a day ahead', async () => {
    const day = 86_400_000;
    await app.api.push('times', { value: 1, at: Date.now() + day - 60_000 });
    const answer = await app.api.post(`${METRICS}/times`, JSON.stringify({ value: 1, at: Date.now() + day + 60_000 }));
    expectProblem(answer, 422);
  });

  it('is assigned by the server if it is missing, and is never the same twice in a series', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => app.api.push('increasing', i)));
    const { fields } = await app.api.history('increasing', '?range=15m&aggregate=count&every=1h');
    const counts = fields[1]?.values ?? [];
    expect(counts.reduce<number>((sum, count) => sum + Number(count ?? 0), 0)).toBe(40);
  });

  it('replaces the point of the same time', async () => {
    const again = Date.now() - 1_000;
    await app.api.push('again', { value: 1, at: again });
    await app.api.push('again', { value: 2, at: again });
    const { fields } = await app.api.history('again', '?aggregate=sum&every=1h');
    expect(fields[1]?.values.filter((value) => value !== null)).toEqual([2]);
  });

  it('determines the last value', async () => {
    const now = Date.now();
    await app.api.push('late', { value: 5, at: now });
    await app.api.push('late', { value: 7, at: now - 60_000 });
    expect(await app.api.listMetrics()).toContainEqual(expect.objectContaining({ key: 'late', value: 5 }));
  });
});

describe('the metadata of a metric', () => {
  it('is the last unit and expectEvery that were sent', async () => {
    await app.api.push('sticky', { value: 1, unit: 'ms', expectEvery: '5m' });
    await app.api.push('sticky', 2);
    expect(await app.api.listMetrics()).toContainEqual(
      expect.objectContaining({ key: 'sticky', value: 2, unit: 'ms' }),
    );
    await app.api.push('sticky', { value: 3, unit: 's' });
    expect(await app.api.listMetrics()).toContainEqual(expect.objectContaining({ key: 'sticky', value: 3, unit: 's' }));
  });
});

describe('the board in the answer', () => {
  it('is the oldest stored board that shows the key', async () => {
    await app.api.push('placed', 1);
    await app.api.createBoard('older', ['placed']);
    await app.api.createBoard('younger', ['placed']);
    expect(await app.api.push('placed', 2)).toMatchObject({ board: '/boards/older' });
    expect((await app.api.request('/api/v1/boards/older', { method: 'DELETE' })).status).toBe(204);
    expect(await app.api.push('placed', 3)).toMatchObject({ board: '/boards/younger' });
    expectJson(
      await app.api.sendJson('PUT', '/api/v1/boards/younger', numberBoard('younger', ['other']), { 'if-match': '*' }),
      200,
    );
    expect(await app.api.push('placed', 4)).toMatchObject({ board: '/boards/inbox' });
  });
});

function tagsOf(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`tag${i}`, 'x']));
}
