import { describe, expect, it } from '@jest/globals';
import jmespath from 'jmespath';
import { Budget } from './budget.js';
import { compile, expressionProblem, MAX_DEPTH } from './compile.js';
import { Evaluator } from './evaluator.js';
import { templateProblem } from './template.js';

const DOCUMENT = {
  a: { b: [{ c: 1, n: 'x' }, { c: 3, n: 'z' }, { c: 2, n: 'y' }, { n: 'w' }], empty: [], text: 'abc', no: null },
  list: [3, 1, 2],
  letters: ['b', 'a'],
  nested: [[1, 2], [3, [4]], 5],
  flag: true,
  'x-y': 'quoted',
  map: { one: { v: 1 }, two: { v: 2 } },
};

/** Expressions with functions and syntax that jmespath.org specifies. */
const SAME_AS_LIBRARY = [
  'a.b[0].c',
  'a.b[-1].n',
  'a.b[9]',
  'a.b[].c',
  'a.b[*].n',
  'a.b[?c > `1`].n',
  "a.b[?c >= `2` && n == 'z']",
  'a.b[?!c].n',
  'a.b[1:3].n',
  'a.b[::-1].n',
  'a.b[-3:].n',
  'list[:2]',
  'list[5:0:-2]',
  'nested[]',
  'nested[][]',
  'map.*.v',
  'map.* | [0]',
  '*.one',
  '"x-y" || a',
  'a.no || a.text',
  'a.empty && a.text',
  '!flag',
  'a.{t: text, first: b[0].c}',
  'a.[text, no]',
  'missing.{x: y}',
  '@.flag',
  '`{"x": [1, "y"]}`',
  "'raw'",
  'length(a.b)',
  'length(a.text)',
  'length(map)',
  "join(', ', letters)",
  'sort(list)',
  'sort(letters)',
  'sort_by(a.b[?c], &c)[].n',
  'max_by(a.b[?c], &c).n',
  'min_by(a.b[?c], &c).n',
  'map(&v, values(map))',
  'keys(map)',
  'merge(map.one, map.two, `{"w": 3}`)',
  'not_null(a.no, missing, a.text)',
  'reverse(list)',
  "reverse('abc')",
  'sum(list)',
  'avg(list)',
  'max(list)',
  'min(letters)',
  'abs(`-2`)',
  'ceil(`1.2`)',
  'floor(`1.8`)',
  "contains(a.text, 'b')",
  'contains(list, `3`)',
  "starts_with(a.text, 'ab')",
  "ends_with(a.text, 'bc')",
  'to_array(flag)',
  'to_string(map)',
  "to_number('12.5')",
  'type(list)',
  'a == a',
  'list == `[3, 1, 2]`',
  'a.b[?c].{n: n, big: c > `1`}',
  "letters[?@ == 'a'] | [0]",
];

describe('expressions', () => {
  it.each(SAME_AS_LIBRARY)('evaluate %s as jmespath.org specifies', (expression) => {
    expect(compile(expression)(DOCUMENT, new Budget()) ?? null).toEqual(
      jmespath.search(DOCUMENT, expression) as unknown,
    );
  });

  it.each([
    ['min_by(a.b[?c], &n).c', 1],
    ['a.no > `1`', null],
    ["'2026-01-02' > '2026-01-01'", true],
    ['avg(a.empty)', null],
    ["to_number('')", null],
  ])('evaluate %s to %j', (expression, expected) => {
    expect(compile(expression)(DOCUMENT, new Budget())).toEqual(expected);
  });

  it.each([
    ['body.a[0].b || headers."x-y"', undefined],
    ['length(body.a)', undefined],
    ['body.', /incomplete/],
    ['()', /incomplete/],
    ['[', /JMESPath/],
    ['', /JMESPath/],
    ['nofunction(body)', /Unknown function: nofunction/],
    ['zip(body.a, body.b)', /Unknown function: zip/],
    ['constructor(body)', /Unknown function/],
    ['length()', /takes 1 arguments, but has 0/],
    ["join(',', a, b)", /takes 2 arguments, but has 3/],
    ['merge()', /at least 1/],
    ['sort_by(a, b)', /argument 2 of sort_by\(\) must be written as &expression/],
    ['length(&a)', /must not be written as &expression/],
    ['&a', /argument/],
    ['a[::0]', /step/],
    ['a || nofunction(b)', /Unknown function/],
    ['map(&nofunction(@), a)', /Unknown function/],
    ['{x: nofunction(@)}', /Unknown function/],
    ['a[?nofunction(@)]', /Unknown function/],
    ['body.alerts[].{ a: labels.a, b: [status, labels.b] } | [0]', undefined],
    ['`{"type":"MultiSelectList","children":[1]}`', undefined],
  ])('with the invalid syntax %s are rejected: %s', (expression, problem) => {
    const found = expressionProblem(expression);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(problem);
  });

  it.each([
    ['members', `a${'.a'.repeat(MAX_DEPTH + 1)}`],
    ['negations', `${'!'.repeat(900)}a`],
    ['functions', `${'to_string('.repeat(150)}a${')'.repeat(150)}`],
    ['pipes', `a${'|a'.repeat(150)}`],
    ['lists', `${'['.repeat(150)}a${']'.repeat(150)}`],
    ['filters', `a${'[?a'.repeat(150)}${']'.repeat(150)}`],
  ])('reject %s that are nested too deeply', (_what, expression) => {
    expect(expressionProblem(expression)).toMatch(/nested more than 100 levels/);
  });

  it('can be nested deeply', () => {
    expect(expressionProblem(`a${'.a'.repeat(MAX_DEPTH - 1)}`)).toBeUndefined();
    expect(expressionProblem(`${'('.repeat(900)}a${')'.repeat(900)}`)).toBeUndefined();
  });

  const nested = (open: string, close: string, levels: number): string =>
    `${open.repeat(levels)}'abcd'${close.repeat(levels)}`;

  it.each([
    ['join of doubled texts', `length(${nested('reverse(join(', ',`["","",""]`))', 26)})`],
    ['lists of doubled values', `a${'|[@,@]'.repeat(40)}|to_string(@)`],
    ['objects of doubled values', `a${'|{x:@,y:@}'.repeat(40)}|to_string(@)`],
    ['flattened lists', `[a]${'|[@,@][]'.repeat(30)}`],
    ['texts of texts', nested('to_string([', '])', 40)],
    ['merged objects', `a${'|merge({x:@},{y:@})'.repeat(30)}|to_string(@)`],
    ['values of doubled objects', `a${'|values({x:@,y:@})'.repeat(30)}|to_string(@)`],
    ['mapped lists', `to_array(a)${'|map(&[@,@],[@,@])'.repeat(20)}|to_string(@)`],
    ['keys that are texts of everything', 'sort_by(big, &to_string([@,@,@,@]))'],
  ])('limit the size of %s', (_what, expression) => {
    const scope = { item: null, body: null, headers: {} };
    const big = Array.from({ length: 1_000 }, () => 'x'.repeat(3_000));
    const within = { ...scope, a: 'abcdefgh', big };
    expect(expressionProblem(expression)).toBeUndefined();
    expect(() => new Evaluator().evaluate(expression, within)).toThrow(/too long or nested too deeply/);
  });

  it('access only own members', () => {
    const evaluator = new Evaluator();
    const scope = { item: null, body: {}, headers: {} };
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(evaluator.evaluate(`body.${name}`, scope)).toBeNull();
    }
    expect(evaluator.evaluate('{__proto__: `1`}.__proto__', scope)).toBe(1);
  });

  it('splits a text at the separator', () => {
    const split = (item: unknown, separator: string): unknown =>
      new Evaluator().evaluate(`split(item, '${separator}')`, { item, body: null, headers: {} });
    expect(split('a/b//c', '/')).toEqual(['a', 'b', '', 'c']);
    expect(split('a', '/')).toEqual(['a']);
    expect(() => split('a', '')).toThrow(/must not be empty/);
    expect(() => split(',,'.repeat(1_000_000), ',')).toThrow(/too long/);
    expect(() => split(1, '/')).toThrow(/must be string/);
  });

  it('return equal hashes for equal values with members in any order', () => {
    const evaluator = new Evaluator();
    const hash = (item: unknown): unknown => evaluator.evaluate('hash(item)', { item, body: null, headers: {} });
    expect(hash({ a: 1, b: 2 })).toBe(hash({ b: 2, a: 1 }));
    expect(hash({ a: 1, b: 2 })).toMatch(/^[0-9a-f]{16}$/);
    expect(hash({ a: 1 })).not.toBe(hash({ a: 2 }));
    const scope = { item: { a: 1, b: 2, c: 3 }, body: null, headers: {} };
    expect(evaluator.evaluate("without(item, ['a', 'c'])", scope)).toEqual({ b: 2 });
  });

  it('name the invalid argument', () => {
    expect(() => new Evaluator().evaluate("join(',', body)", { item: null, body: 1, headers: {} })).toThrow(
      'argument 2 of join() must be strings, but is number',
    );
  });

  it('reject a search for a long text in another long text', () => {
    const body = { text: 'a'.repeat(100_000), searched: `b${'a'.repeat(50_000)}` };
    const scope = { item: null, body, headers: {} };
    expect(() => new Evaluator().evaluate('contains(body.text, body.searched)', scope)).toThrow(/too long/);
  });
});

describe('templates', () => {
  it('are distinguished from the text around them', () => {
    expect(templateProblem('a {{ body.b }} {c}')).toBeUndefined();
    expect(templateProblem('a {{ body. }}')).toMatch(/\{\{ body\. \}\}/);
    const scope = { item: { a: 1, b: ['x'], c: '{{ item.a }}' }, body: null, headers: {} };
    const text = '{{item.a}}-{{ item.b }}-{{ item.none }}-{{ item.c }}-{x} {{ open';
    expect(new Evaluator().fill(text, scope)).toBe('1-["x"]--{{ item.a }}-{x} {{ open');
  });

  it('read a text with unclosed braces in linear time', () => {
    expect(templateProblem('{{'.repeat(1_000_000))).toBeUndefined();
  });

  it('limit the text that several expressions create together', () => {
    const scope = { item: 'x'.repeat(1_000_000), body: null, headers: {} };
    expect(() => new Evaluator().fill('{{ item }}'.repeat(20), scope)).toThrow(/too long/);
  });
});
