import { describe, expect, it } from '@jest/globals';
import { coverageWords } from './coverage';
import { sampleFrame, samplePanel, sampleRows } from './testing/samples';

const others = { count: 10, sum: 30, min: 1, max: 5 };
const rows = { ...sampleRows(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`n${n}`, n]))), others };

describe('what a panel leaves out', () => {
  it.each([
    ['table', {}, '20 of 30 series'],
    ['bars', {}, '10 of 30 series'],
    ['bars', { limit: 25 }, '20 of 30 series'],
    ['number', {}, '20 of 30 series'],
    ['number', { combine: 'sum' }, undefined],
    ['gauge', { combine: 'avg' }, undefined],
    ['pie', {}, undefined],
  ])('is said by %s with %j: %s', (type, options, words) => {
    expect(coverageWords(samplePanel({ type, options }), rows)).toBe(words);
  });

  it('is said of series over time', () => {
    const frame = { ...sampleFrame(0, { name: 'a', values: [1] }, { name: 'b', values: [2] }), others };
    expect(coverageWords(samplePanel({ type: 'chart' }), frame)).toBe('2 of 12 series');
  });

  it('is nothing where all are there', () => {
    expect(coverageWords(samplePanel({ type: 'table' }), sampleRows({ a: 1 }))).toBeUndefined();
  });
});
