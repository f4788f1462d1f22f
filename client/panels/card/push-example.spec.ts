import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ExistingSeries, pushExample, pushCommand } from './push-example';
import { runs } from '../../../test/support/jest/property-runs.js';

const ORIGIN = 'http://localhost:3000';

/** Returns the arguments of a command as a shell reads them. */
function argumentsIn(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}\n`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('pushCommand', () => {
  it('returns the shortest curl command that works as pasted', () => {
    expect(pushCommand(ORIGIN, 'hello')).toBe('curl http://localhost:3000/api/v1/metrics/hello \\\n  -d 42');
    expect(argumentsIn(pushCommand(ORIGIN, 'hello'))).toEqual([`${ORIGIN}/api/v1/metrics/hello`, '-d', '42']);
  });

  it('passes any tags through the shell unchanged', () => {
    const tags = fc.dictionary(fc.string({ minLength: 1 }).filter(printable), fc.string().filter(printable), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(tags, (given) => {
        const sent = argumentsIn(pushCommand(ORIGIN, 'a', 42, { tags: given }))[2] ?? '';
        expect(JSON.parse(sent)).toEqual({ value: 42, tags: { ...given } });
      }),
      runs(30),
    );
  });
});

describe('pushExample', () => {
  it('pushes to the first of several metrics', () => {
    const query = { source: 'metrics', metrics: ['shop.orders', 'shop.returns'] };
    expect(pushExample(ORIGIN, query)).toBe(pushCommand(ORIGIN, 'shop.orders'));
  });

  it('pushes to the metric and the series that the panel shows', () => {
    const query = { source: 'metrics', metric: 'web.latency', tags: { region: 'eu' } };
    expect(pushExample(ORIGIN, query)).toBe(
      `curl http://localhost:3000/api/v1/metrics/web.latency \\\n  -d '{"value":42,"tags":{"region":"eu"}}'`,
    );
  });

  const UNITS: readonly ExistingSeries[] = [
    { key: 'shop.units', unit: 'pieces', tags: { line: 'Line 1' } },
    { key: 'shop.units', unit: 'pieces', tags: { line: 'Ann\'s "2" Größe' } },
    { key: 'shop.orders', tags: {} },
  ];
  const sent = (command: string | undefined): unknown => {
    const [url = '', , body = ''] = argumentsIn(command ?? '');
    return [url.slice(`${ORIGIN}/api/v1/metrics/`.length), JSON.parse(body)];
  };

  it.each([
    [{ metric: 'shop.units' }, 'shop.units', { value: 42, tags: { line: 'Line 1' }, unit: 'pieces' }],
    [{ metric: 'shop.units', by: ['line'] }, 'shop.units', { value: 42, tags: { line: 'Line 1' }, unit: 'pieces' }],
    [{ metric: 'shop.units', tags: { line: 'Ann*' } }, 'shop.units', { value: 42, ...UNITS[1], key: undefined }],
    [{ metric: 'shop.units', tags: { line: '!Line 1' } }, 'shop.units', { value: 42, ...UNITS[1], key: undefined }],
    [
      { metric: 'shop.units', tags: { line: ['x', 'Line 1'] } },
      'shop.units',
      { value: 42, ...UNITS[0], key: undefined },
    ],
    [
      { metric: 'shop.units', tags: { line: ['!Line 1', '!Line 3'] } },
      'shop.units',
      { value: 42, ...UNITS[1], key: undefined },
    ],
    [
      { metric: 'shop.units', tags: { line: ['!Line 1', 'Ann*', 'L*'] } },
      'shop.units',
      { value: 42, ...UNITS[1], key: undefined },
    ],
    [{ match: 'shop.u*' }, 'shop.units', { value: 42, tags: { line: 'Line 1' }, unit: 'pieces' }],
    [{ metric: 'shop.orders' }, 'shop.orders', 42],
    [
      { queries: { a: { metric: 'shop.units' } }, expression: 'a * 2' },
      'shop.units',
      { value: 42, ...UNITS[0], key: undefined },
    ],
    [{ metric: 'web.latency', by: ['endpoint'] }, 'web.latency', { value: 42, tags: { endpoint: 'example' } }],
    [{ metric: 'web.latency', tags: { region: 'eu-*' } }, 'web.latency', { value: 42, tags: { region: 'eu-example' } }],
    [
      { metric: 'web.latency', tags: { region: ['!us', 'eu-*'], host: '!a', port: 80 } },
      'web.latency',
      { value: 42, tags: { region: 'eu-example', host: 'example', port: '80' } },
    ],
    [{ match: 'web.*' }, 'web.example', 42],
  ])('pushes to an existing series of %j, or one that it accepts', (query, key, body) => {
    expect(sent(pushExample(ORIGIN, { source: 'metrics', ...query }, { series: UNITS }))).toEqual([
      key,
      JSON.parse(JSON.stringify(body)),
    ]);
  });

  it('writes dates without a time as dates', () => {
    const due = { name: 'due', type: 'time' as const, dates: true as const, values: [Date.UTC(2026, 11, 6)] };
    const command = pushExample(ORIGIN, { source: 'tables', table: 't' }, { frame: { fields: [due] } });
    expect(command).toContain('"rows":[["2026-12-06"]]');
  });

  it('pushes to a series that the panel shows', () => {
    const fields = [
      { name: 'time', type: 'time' as const, values: [1] },
      { name: 'a', type: 'number' as const, unit: 'ms', tags: { host: 'x' }, values: [1] },
    ];
    const query = { source: 'metrics', metric: 'a' };
    expect(sent(pushExample(ORIGIN, query, { frame: { fields } }))).toEqual([
      'a',
      { value: 42, tags: { host: 'x' }, unit: 'ms' },
    ]);
    // The tags of a group are not all tags of its series.
    expect(sent(pushExample(ORIGIN, { ...query, by: ['host'] }, { frame: { fields } }))).toEqual([
      'a',
      { value: 42, tags: { host: 'example' } },
    ]);
  });

  it('uses an existing status and an existing table', () => {
    const names = { fields: [{ name: 'name', type: 'string' as const, values: ['Größe', 'web.api', 'shop.api'] }] };
    const command = pushExample(ORIGIN, { source: 'statuses', match: 'shop.*' }, { frame: names });
    expect(argumentsIn(command ?? '')[0]).toBe(`${ORIGIN}/api/v1/statuses/shop.api`);
    const fields = [
      { name: 'host', type: 'string' as const, values: ["it's", 'b'] },
      { name: 'load', type: 'number' as const, unit: 'percent', values: [1, null] },
    ];
    const put = pushExample(ORIGIN, { source: 'tables', table: 'hosts' }, { frame: { fields } });
    expect(JSON.parse(argumentsIn(put ?? '')[4] ?? '')).toEqual({
      columns: [
        { name: 'host', type: 'string' },
        { name: 'load', type: 'number', unit: 'percent' },
      ],
      rows: [
        ["it's", 1],
        ['b', null],
      ],
    });
  });

  it.each([
    [{ source: 'statuses', match: 'shop.api' }, 'statuses/shop.api', { state: 'ok', message: 'all is well' }],
    [{ source: 'statuses', match: 'shop.*' }, 'statuses/shop.example', { state: 'ok', message: 'all is well' }],
    [{ source: 'statuses' }, 'statuses/example', { state: 'ok', message: 'all is well' }],
    [{ source: 'events' }, 'events', { title: 'Deploy finished', level: 'ok' }],
    [
      { source: 'events', levels: ['crit'], tags: { app: "Ann's" } },
      'events',
      { title: 'Deploy finished', level: 'crit', tags: { app: "Ann's" } },
    ],
  ])('pushes to what %j shows', (query, path, body) => {
    const [url, option, sent = ''] = argumentsIn(pushExample(ORIGIN, query) ?? '');
    expect([url, option, JSON.parse(sent)]).toEqual([`${ORIGIN}/api/v1/${path}`, '-d', body]);
  });

  it('replaces a table', () => {
    const [option, method, url, , sent = ''] = argumentsIn(
      pushExample(ORIGIN, { source: 'tables', table: 'hosts' }) ?? '',
    );
    expect([option, method, url]).toEqual(['-X', 'PUT', `${ORIGIN}/api/v1/tables/hosts`]);
    const { columns, rows } = JSON.parse(sent) as { columns: unknown[]; rows: unknown[][] };
    expect(rows.map(({ length }) => length)).toEqual([columns.length]);
  });

  it.each([
    { source: 'statuses', match: '$(reboot)' },
    { source: 'statuses', match: 7 },
    { source: 'tables' },
    { source: 'tables', table: "'; ls" },
  ])('returns undefined for %j', (query) => {
    expect(pushExample(ORIGIN, query)).toBeUndefined();
  });

  it('returns undefined for other sources and for invalid keys', () => {
    expect(pushExample(ORIGIN, { source: 'sql' })).toBeUndefined();
    expect(pushExample(ORIGIN, { source: 'metrics', metric: 'a; rm -rf ~' })).toBeUndefined();
    expect(pushExample(ORIGIN, { source: 'metrics' })).toBeUndefined();
  });
});

function printable(text: string): boolean {
  return !text.includes('\0') && text !== '__proto__';
}
