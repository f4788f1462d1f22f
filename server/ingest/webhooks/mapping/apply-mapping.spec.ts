import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyMapping, MAX_ITEMS, MAX_RESULTS } from './apply-mapping.js';
import { type Mapping, mappingSchema } from '../mapping.schema.js';
import { keyProblem } from '../../../common/validation/key-problem.js';

const NONE = { statuses: [], events: [], metrics: [] };

function apply(rules: Mapping['rules'], body: unknown, headers = {}) {
  return applyMapping(mappingSchema.parse({ rules }), { body, headers });
}

describe('a mapping', () => {
  it('creates a status for each element of a list', () => {
    const body = {
      backups: [
        { name: 'my disk', result: 'DONE' },
        { name: 'nas', result: 'lost' },
      ],
    };
    const rule = {
      each: 'body.backups',
      status: {
        key: 'backup/{{ item.name }}',
        state: { of: 'item.result', map: { done: 'ok' }, default: 'crit' },
        message: '{{ item.result }} {{ item.nothing }}',
        expectEvery: '1d',
      },
    } as const;
    expect(apply([rule], body)).toEqual({
      mapped: {
        ...NONE,
        statuses: [
          {
            rule: 'rules[0].status',
            key: 'backup/my_x0020_disk',
            ended: false,
            input: { state: 'ok', message: 'DONE', expectEvery: '1d' },
          },
          {
            rule: 'rules[0].status',
            key: 'backup/nas',
            ended: false,
            input: { state: 'crit', message: 'lost', expectEvery: '1d' },
          },
        ],
      },
    });
  });

  it('joins a list in a key with slashes, and escapes slashes within its elements', () => {
    const keysOf = (key: string, body: unknown): unknown => {
      const result = apply([{ metric: { key, value: '`1`' } }], body);
      return 'mapped' in result ? result.mapped.metrics.map(({ input }) => input.key) : result.errors;
    };
    const key = 'jobs/{{ [body.group, body.name, body.part] }}';
    expect(keysOf(key, { group: 'a/b', name: 'c' })).toEqual(['jobs/a_x002F_b/c']);
    expect(keysOf(key, { group: 'a', name: 'b/c' })).toEqual(['jobs/a/b_x002F_c']);
    expect(keysOf(key, { group: 'a', name: 'b', part: 7 })).toEqual(['jobs/a/b/7']);
    expect(keysOf('jobs/{{ body.name }}', { name: 'a/b' })).toEqual(['jobs/a/b']);
    expect(keysOf('{{ [body.name] }}', {})).toMatchObject([{ message: expect.stringContaining('is empty') }]);
  });

  it('skips elements that do not match, and uses the whole body without a list', () => {
    const rules: Mapping['rules'] = [
      {
        when: `headers."x-kind" == 'a'`,
        event: { title: 'A  {{ body.n }}\nB', tags: { n: '{{ body.n }}', no: '{{ body.no }}' } },
      },
      { when: 'body.empty', event: { title: 'never' } },
      { each: 'body.nothing', event: { title: 'never' } },
      { metric: { key: 'n', value: 'body.n', at: 'body.at' } },
      { metric: { key: 'yes', value: 'body.yes' } },
    ];
    const body = { n: 3, at: 1_700_000_000, yes: true, empty: [] };
    expect(apply(rules, body, { 'x-kind': 'a' })).toEqual({
      mapped: {
        statuses: [],
        events: [{ rule: 'rules[0].event', input: { title: 'A 3 B', tags: { n: '3' } } }],
        metrics: [
          { rule: 'rules[3].metric', input: { key: 'n', value: 3, at: 1_700_000_000 } },
          { rule: 'rules[4].metric', input: { key: 'yes', value: 1 } },
        ],
      },
    });
    expect(apply(rules.slice(0, 1), body)).toEqual({ mapped: NONE });
  });

  it('is rejected if its condition can never be true', () => {
    const rule = { status: { key: 'a', state: { of: 'body.a', map: { Done: 'ok' }, default: 'crit' } } };
    const { error } = mappingSchema.safeParse({ rules: [rule] });
    expect(JSON.stringify(error?.issues)).toMatch(/lower case/);
  });

  it('names the rule that fails for a body', () => {
    const rules: Mapping['rules'] = [
      { event: { title: 'fine' } },
      { event: { title: '{{ body.no }}' } },
      { status: { key: '{{ body.no }}', state: 'ok' } },
      { event: { title: 'x', text: '{{ join(`","`, body.n) }}' } },
      { each: 'body.many', event: { title: 'x' } },
    ];
    const result = apply(rules, { n: 1, many: Array(MAX_ITEMS + 1).fill(1) });
    expect(result).toEqual({
      errors: [1, 2, 3, 4].map((index) => ({ path: `rules[${index}]`, message: expect.any(String) })),
    });
  });

  it('truncates long texts and removes unprintable characters', () => {
    const result = apply([{ event: { title: '{{ body.t }}' } }], { t: `\u0007${'é'.repeat(300)}` });
    expect(result).toMatchObject({ mapped: { events: [{ input: { title: `${'é'.repeat(199)}…` } }] } });
  });

  it('has access only to the body and headers that were sent', () => {
    const rules: Mapping['rules'] = [
      {
        status: {
          key: 'a{{ body.constructor }}',
          state: { of: 'body.toString', map: { x: 'crit' }, default: 'ok' },
          at: 'body.valueOf',
        },
        event: { title: 'b{{ body.valueOf }}', tags: { c: '{{ body.constructor }}' } },
      },
    ];
    expect(apply(rules, {})).toEqual({
      mapped: {
        statuses: [{ rule: 'rules[0].status', key: 'a', ended: false, input: { state: 'ok' } }],
        events: [{ rule: 'rules[0].event', input: { title: 'b' } }],
        metrics: [],
      },
    });
  });

  it('reports values that are nested too deeply or too long', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    const errors = [{ path: 'rules[0]', message: expect.stringMatching(/'body' .*too deeply/) }];
    expect(apply([{ event: { title: '{{ body }}' } }], deep)).toEqual({ errors });
    const wide = [{ path: 'rules[0]', message: expect.stringMatching(/too long/) }];
    const rule: Mapping['rules'][number] = { each: 'length(body[])', event: { title: 'x' } };
    expect(apply([rule], [new Array(1_100_000).fill(1)])).toEqual({ errors: wide });
    expect(apply([rule], [new Array(500_000).fill(1)])).toMatchObject({ mapped: { events: { length: 1 } } });
  });

  it('rejects a webhook that would create thousands of records', () => {
    const rules: Mapping['rules'] = Array.from({ length: 5 }, () => ({ each: 'body', event: { title: 'x' } }));
    expect(apply(rules, new Array(MAX_ITEMS).fill(1))).toEqual({
      errors: expect.arrayContaining([{ path: 'rules[3]', message: expect.stringContaining(String(MAX_RESULTS)) }]),
    });
  });

  it('creates different keys for different names of any length', () => {
    const rule: Mapping['rules'][number] = { each: 'body', status: { key: 'k/{{ item }}', state: 'ok' } };
    const long = ['磁'.repeat(60), `${'磁'.repeat(60)}盘`, 'x'.repeat(300), `${'x'.repeat(300)}y`];
    const names = ['a b', 'a-b', 'a_b', 'ä', 'ö', ...long];
    const result = apply([rule], names);
    const keys = 'mapped' in result ? result.mapped.statuses.map(({ key }) => key) : [];
    expect(new Set(keys).size).toBe(names.length);
    expect(keys.map(keyProblem)).toEqual(names.map(() => undefined));
    expect(apply([rule], names)).toEqual(result);
  });

  it("accepts times in GitLab's format", () => {
    const rule: Mapping['rules'][number] = { each: 'body', event: { title: 'x', at: 'item' } };
    const result = apply([rule], ['2025-12-31 15:23:28 UTC', '2025-12-31 21:50:00 +0200', '2025-12-31T00:00:00Z']);
    expect('mapped' in result && result.mapped.events.map(({ input }) => input.at)).toEqual([
      '2025-12-31 15:23:28Z',
      '2025-12-31 21:50:00 +0200',
      '2025-12-31T00:00:00Z',
    ]);
  });

  it('never throws for any body', () => {
    const rule: Mapping['rules'][number] = {
      each: 'body.list',
      when: 'item',
      status: { key: 'k/{{ item.a }}', state: { of: 'item.s', map: { up: 'ok' }, default: 'unknown' }, at: 'item.at' },
      event: { title: '{{ item }}', tags: { a: '{{ item.a }}' } },
      metric: { key: 'm', value: 'item.v' },
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (body, list) => {
        for (const each of [body, { list }, { list: [list] }]) expect(apply([rule], each)).toBeInstanceOf(Object);
      }),
    );
  });
});
