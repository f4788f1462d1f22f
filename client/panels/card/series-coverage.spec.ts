import { describe, expect, it } from '@jest/globals';
import { coverageOf } from './series-coverage';
import { sampleFrame, samplePanel, sampleRows } from '../testing/sample-frames';

const others = { count: 10, sum: 30, min: 1, max: 5 };
const rows = { ...sampleRows(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`n${n}`, n]))), others };

describe('coverageOf', () => {
  it.each([
    ['table', {}, '20 of 30 series'],
    ['bars', {}, '20 of 30 series'],
    ['number', {}, '20 of 30 series'],
    ['number', { combine: 'sum' }, undefined],
    ['gauge', { combine: 'avg' }, undefined],
    ['pie', {}, undefined],
  ])('returns for %s with %j: %s', (type, options, text) => {
    expect(coverageOf(samplePanel({ type, options }), rows)?.text).toBe(text);
  });

  it('counts series over time', () => {
    const frame = { ...sampleFrame(0, { name: 'a', values: [1] }, { name: 'b', values: [2] }), others };
    expect(coverageOf(samplePanel({ type: 'chart' }), frame)?.text).toBe('2 of 12 series');
  });

  it.each([
    [{ warn: 3, crit: 5 }, 'crit', '20 of 30 series; some series not shown are critical'],
    [{ warn: 5 }, 'warn', '20 of 30 series; some series not shown have a warning'],
    [{ warn: 6 }, undefined, '20 of 30 series'],
    [{ warn: 2, crit: 1 }, 'crit', '20 of 30 series; some series not shown are critical'],
    [{ warn: 0.5, crit: 0 }, undefined, '20 of 30 series'],
  ])('returns for the thresholds %j: %s', (thresholds, worst, text) => {
    expect(coverageOf(samplePanel({ type: 'status', options: { thresholds } }), rows)).toEqual({ text, worst });
  });

  it('returns undefined if all series are shown', () => {
    expect(coverageOf(samplePanel({ type: 'table' }), sampleRows({ a: 1 }))).toBeUndefined();
  });
});
