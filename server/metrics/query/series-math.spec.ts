import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calculate, expressionProblem } from './arithmetic.js';
import { fillGaps } from './fill.js';
import type { GridSeries } from './series-grid.js';
import { groupSeries, topSeries } from './group.js';
import { equalBuckets } from './buckets.js';
import { meanRate, computeRates } from './rate.js';
import { matchesTags } from '../../../wire/tag-filter.js';

const _ = NaN;

function series(values: readonly number[], tags = {}, name = 'm', unit?: string): GridSeries {
  return { name, tags, unit, values: Float64Array.from(values) };
}

function shown(all: readonly GridSeries[]): unknown[] {
  return all.map(({ values, tags }) => [tags, [...values]]);
}

/** More series than any of these tests has. */
const { edgesMs: EDGES } = equalBuckets(0, 10_000, 1_000);

describe('rate', () => {
  const rate = (last: readonly number[], min = last, max = last): number[] => [
    ...computeRates({ last: Float64Array.from(last), min: Float64Array.from(min), max: Float64Array.from(max) }, EDGES),
  ];

  it('is the increase per second since the last bucket with a point', () => {
    expect(rate([_, 100, 150, _, 250, 250])).toEqual([_, _, 5, _, 5, 0]);
  });

  it('counts from zero after a counter was reset', () => {
    expect(rate([100, 20])).toEqual([_, 2]);
  });

  it('detects a reset after which the counter exceeded its former value within one bucket', () => {
    expect(rate([100, 120], [100, 0], [100, 130])).toEqual([_, 15]);
  });

  it('has a mean that is weighted by time', () => {
    const last = Float64Array.of(_, 0, _, _, _, 40, 100);
    const rates = computeRates({ last, min: last, max: last }, EDGES);
    expect([...rates]).toEqual([_, _, _, _, _, 1, 6]);
    expect(meanRate(rates, { last }, EDGES)).toBe(2);
    expect(meanRate(rates.fill(_), { last: Float64Array.of(_, 3) }, EDGES)).toBeNaN();
  });

  it('is never negative, and adds up to the growth of a counter without resets', () => {
    const steps = fc.array(fc.option(fc.nat(1_000), { nil: undefined }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(steps, (grown) => {
        let total = 0;
        const last = [0, ...grown.map((step) => (step === undefined ? _ : (total += step)))];
        const rates = rate(last);
        expect(rates.every((value) => Number.isNaN(value) || value >= 0)).toBe(true);
        let known = 0;
        const sum = rates.reduce((growth, value, index) => {
          if (Number.isNaN(value)) return growth;
          const elapsed = (index - known) * 10;
          known = index;
          return growth + value * elapsed;
        }, 0);
        expect(sum).toBeCloseTo(total, 6);
      }),
    );
  });
});

describe('fill', () => {
  it.each([
    ['none', [_, 1, _, 3, _, _]],
    ['zero', [0, 1, 0, 3, 0, _]],
    ['last', [_, 1, 1, 3, 3, _]],
    ['linear', [_, 1, 2, 3, _, _]],
  ] as const)('%s fills gaps, but no future buckets', (fill, expected) => {
    expect([...fillGaps(Float64Array.of(_, 1, _, 3, _, _), fill, 5)]).toEqual(expected);
  });
});

describe('groups', () => {
  const all = [
    series([1, _], { region: 'eu', host: 'a' }),
    series([2, 3], { region: 'eu', host: 'b' }),
    series([4, _], { region: 'us', host: 'c' }),
    series([5, _], { host: 'd' }),
  ];

  it.each([
    ['sum', [3, 3]],
    ['avg', [1.5, 3]],
    ['min', [1, 3]],
    ['max', [2, 3]],
    ['count', [2, 1]],
  ] as const)('combine series that have a value by %s', (across, eu) => {
    const [first, ...others] = shown(groupSeries(all, ['region'], across));
    expect(first).toEqual([{ region: 'eu' }, eu]);
    expect(others).toHaveLength(2);
  });

  it('are one group without tags to group by', () => {
    expect(shown(groupSeries(all, [], 'sum'))).toEqual([[{}, [12, 3]]]);
    expect(groupSeries([], [], 'sum')).toEqual([]);
  });

  it('have only tags that the series have', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(shown(groupSeries(all.slice(0, 1), [name], 'sum'))).toEqual([[{}, [1, _]]]);
      const own = Object.fromEntries([[name, 'x']]);
      expect(Object.entries(groupSeries([series([1], own)], [name], 'sum')[0]?.tags ?? {})).toEqual([[name, 'x']]);
    }
  });

  it('keep the series with the greatest means', () => {
    expect(shown(topSeries(all, 2))).toEqual([
      [{ host: 'd' }, [5, _]],
      [{ region: 'us', host: 'c' }, [4, _]],
    ]);
  });
});

describe('means of series', () => {
  it('are the value itself if all values are equal', () => {
    const finite = fc.double({ noNaN: true, min: -1e300, max: 1e300 });
    fc.assert(
      fc.property(finite, fc.integer({ min: 1, max: 50 }), (value, count) => {
        const all = Array.from({ length: count }, (_unused, index) => series([value], { host: `${index}` }));
        expect(groupSeries(all, [], 'avg')[0]?.values[0]).toBe(value);
      }),
    );
  });
});

describe('tags', () => {
  it.each([
    [{ region: 'eu' }, true],
    [{ region: 'e*' }, true],
    [{ region: ['us', 'eu'] }, true],
    [{ region: '!us' }, true],
    [{ zone: '!us' }, true],
    [{}, true],
    [{ region: 'us' }, false],
    [{ region: '!e*' }, false],
    [{ region: ['e*', '!eu'] }, false],
    [{ zone: '*' }, false],
    [{ region: 'eu', zone: 'a' }, false],
  ])('%j', (filter, fits) => {
    expect(matchesTags({ region: 'eu' }, filter)).toBe(fits);
  });
});

it.each(['constructor', 'toString', '__proto__'])('groups and arithmetic support a tag named %s', (name) => {
  const filter = Object.fromEntries([[name, 'x*']]);
  expect(matchesTags({ region: 'eu' }, filter)).toBe(false);
  expect(matchesTags({ region: 'eu' }, Object.fromEntries([[name, '!x*']]))).toBe(true);
  expect(matchesTags(Object.fromEntries([[name, 'xy']]), filter)).toBe(true);
});

describe('arithmetic', () => {
  const a = [series([6, 1], { host: 'x' }), series([8, 1], { host: 'y' })];
  const b = [series([3, 0], { host: 'x' })];
  const one = [series([2, 4])];

  it.each([
    ['a / b', [[{ host: 'x' }, [2, _]]]],
    [
      'a * one',
      [
        [{ host: 'x' }, [12, 4]],
        [{ host: 'y' }, [16, 4]],
      ],
    ],
    [
      'one - a',
      [
        [{ host: 'x' }, [-4, 3]],
        [{ host: 'y' }, [-6, 3]],
      ],
    ],
    ['-(one + 1) % 4', [[{}, [-3, -1]]]],
    ['100 - one / 2', [[{}, [99, 98]]]],
    ['one / none', []],
  ])('%s', (expression, expected) => {
    expect(shown(calculate(expression, { a, b, one, none: [] }))).toEqual(expected);
  });

  it('keeps the unit of both operands in sums and differences', () => {
    const ms = [series([1], {}, 'm', 'ms')];
    expect(calculate('a + b', { a: ms, b: ms })[0]?.unit).toBe('ms');
    expect(calculate('a / b', { a: ms, b: ms })[0]?.unit).toBeUndefined();
  });

  it.each([
    ['a / b', undefined],
    ['a +', /is not a valid expression/],
    ['1 + 2', /must use one/],
    ['a + c', /no query 'c'/],
    ['a.b', /only numbers/],
    ['f(a)', /only numbers/],
    ['a && b', /only numbers/],
    ['a = b', /is not a valid expression|only/],
    ['"a" + a', /only numbers/],
    ['+a', /only numbers/],
    ['', /is not a valid expression|only/],
    ['a'.repeat(501), /500 characters/],
  ])('%s', (expression, problem) => {
    const found = expressionProblem(expression, ['a', 'b']);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(problem);
  });

  it('rejects any other text with a message', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = expressionProblem(text, ['a']);
        if (found === undefined) calculate(text, { a });
      }),
    );
  });
});
