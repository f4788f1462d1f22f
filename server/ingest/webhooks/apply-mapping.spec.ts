import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyMapping, MAX_ITEMS } from './apply-mapping.js';
import { expressionProblem, fill, templateProblem } from './expression.js';
import { type Mapping, mappingSchema } from './mapping.js';

const NONE = { statuses: [], events: [], metrics: [] };

function apply(rules: Mapping['rules'], body: unknown, headers = {}) {
  return applyMapping(mappingSchema.parse({ rules }), { body, headers });
}

describe('a mapping', () => {
  it('makes a status of each element of a list', () => {
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
            input: { key: 'backup/my-disk', state: 'ok', message: 'DONE', expectEvery: '1d' },
          },
          { rule: 'rules[0].status', input: { key: 'backup/nas', state: 'crit', message: 'lost', expectEvery: '1d' } },
        ],
      },
    });
  });

  it('skips what is not meant, and takes the whole body where there is no list', () => {
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

  it('is refused where it waits for what can never come', () => {
    const rule = { status: { key: 'a', state: { of: 'body.a', map: { Done: 'ok' }, default: 'crit' } } };
    const { error } = mappingSchema.safeParse({ rules: [rule] });
    expect(JSON.stringify(error?.issues)).toMatch(/lower case/);
  });

  it('names the rule that can make nothing of what comes', () => {
    const rules: Mapping['rules'] = [
      { event: { title: 'fine' } },
      { event: { title: '{{ body.no }}' } },
      { status: { key: '{{ body.no }}', state: 'ok' } },
      { event: { title: 'x', text: '{{ join(`","`, body.n) }}' } },
      { each: 'body.many', event: { title: 'x' } },
    ];
    const attempt = apply(rules, { n: 1, many: Array(MAX_ITEMS + 1).fill(1) });
    expect(attempt).toEqual({
      errors: [1, 2, 3, 4].map((index) => ({ path: `rules[${index}]`, message: expect.any(String) })),
    });
  });

  it('cuts long texts and drops what cannot be printed', () => {
    const attempt = apply([{ event: { title: '{{ body.t }}' } }], { t: `\u0007${'é'.repeat(300)}` });
    expect(attempt).toMatchObject({ mapped: { events: [{ input: { title: `${'é'.repeat(199)}…` } }] } });
  });

  it('sees nothing but what was sent', () => {
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
        statuses: [{ rule: 'rules[0].status', input: { key: 'a', state: 'ok' } }],
        events: [{ rule: 'rules[0].event', input: { title: 'b' } }],
        metrics: [],
      },
    });
  });

  it('says what is too deep, and what takes too long', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    const words = [{ path: 'rules[0]', message: expect.stringMatching(/'body' .*too deeply/) }];
    expect(apply([{ event: { title: '{{ body }}' } }], deep)).toEqual({ errors: words });
    const wide = [{ path: 'rules[0]', message: expect.stringMatching(/too long/) }];
    const rule: Mapping['rules'][number] = { each: 'length(body[])', event: { title: 'x' } };
    expect(apply([rule], [new Array(500_000).fill(1)])).toEqual({ errors: wide });
    const mapping = mappingSchema.parse({ rules: [{ event: { title: 'x' } }] });
    expect(applyMapping(mapping, { body: {}, headers: {} }, 0)).toEqual({
      errors: [{ path: 'rules[0]', message: expect.stringMatching(/takes longer/) }],
    });
  });

  it('never throws, whatever comes', () => {
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

describe('expressions', () => {
  it.each([
    ['body.a[0].b || headers."x-y"', undefined],
    ['length(body.a)', undefined],
    ['body.', /JMESPath/],
    ['nofunction(body)', /Unknown function/],
    ['', /JMESPath/],
    ['body.alerts[].{ a: labels.a, b: [status, labels.b] } | [0]', undefined],
    [`a${'|[@,@]'.repeat(12)}`, /repeats/],
    [`a${'|{x:@,y:@}.*'.repeat(12)}`, /repeats/],
    [`([@,@]${'|[@,@]'.repeat(300)}) == ([@,@]${'|[@,@]'.repeat(300)})`, /repeats/],
    ['`{"type":"MultiSelectList","children":[1]}`', undefined],
  ])('%s', (expression, problem) => {
    const found = expressionProblem(expression);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(problem);
  });

  it('are told apart from the text around them', () => {
    expect(templateProblem('a {{ body.b }} {c}')).toBeUndefined();
    expect(templateProblem('a {{ body. }}')).toMatch(/\{\{ body\. \}\}/);
    const scope = { item: { a: 1, b: ['x'], c: '{{ item.a }}' }, body: null, headers: {} };
    expect(fill('{{item.a}}-{{ item.b }}-{{ item.none }}-{{ item.c }}-{x}', scope)).toBe('1-["x"]--{{ item.a }}-{x}');
  });
});
