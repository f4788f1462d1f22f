import { describe, expect, it } from '@jest/globals';
import { inBuckets, sampleFrame, type SampleSeries } from '../../testing/sample-frames';
import { numberProblem, readNumber, summarizeNumber } from './number-data';

const END = Date.parse('2026-03-04T12:00:00Z');
const QUERY = { source: 'metrics', metric: 'a' };
const TWO = sampleFrame(END, { tags: { region: 'eu' }, values: [2, null] }, { tags: { region: 'us' }, values: [1, 3] });
const host = (name: string, values: SampleSeries['values'], unit?: string): SampleSeries => ({
  tags: { host: name },
  unit,
  values,
});

describe('readNumber', () => {
  it('returns the last value', () => {
    expect(readNumber(sampleFrame(END, { values: [1, 2, 3, null] }), QUERY, {}, '1h')?.text).toBe('3');
  });

  it.each(['sum', 'count'])('returns the total of the buckets for a %s', (aggregate) => {
    const reading = readNumber(sampleFrame(END, { values: [10, 20, 7] }), { ...QUERY, aggregate }, {}, '1h');
    expect([reading?.text, reading?.delta]).toEqual(['37', undefined]);
  });

  it('formats a count without the unit of the metric', () => {
    const frame = sampleFrame(END, { unit: 'bytes', values: [4096, 4096] });
    expect(readNumber(frame, { ...QUERY, aggregate: 'count' }, {}, '1h')?.text).toBe('8,192');
  });

  it('uses the panel’s unit instead of the pushed one', () => {
    const frame = sampleFrame(END, { unit: 'ms', values: [72] });
    expect(readNumber(frame, QUERY, { unit: 'percent' }, '1h')?.text).toBe('72\u202f%');
  });

  it('returns the exact value if fewer digits are shown', () => {
    const exactOf = (value: number, unit?: string): string | undefined =>
      readNumber(sampleFrame(END, { unit, values: [value] }), QUERY, {}, '1h')?.exact;
    expect([exactOf(1013.25, 'hPa'), exactOf(19.99, 'EUR'), exactOf(1_234_567)]).toEqual([
      '1,013.25\u202fhPa',
      undefined,
      '1,234,567',
    ]);
  });

  it.each([
    [89.996, { crit: 90 }, '89.996'],
    [60.001, { warn: 80, crit: 60 }, '60.001'],
  ])('does not round %p to a threshold of %j', (value, thresholds, text) => {
    expect(readNumber(sampleFrame(END, { values: [value] }), QUERY, { thresholds }, '1h')?.text).toBe(text);
  });

  it('notes how several series were combined', () => {
    expect(readNumber(TWO, QUERY, {}, '1h')).toMatchObject({ text: '3', note: 'newest of 2 series', label: 'us' });
    expect(readNumber(TWO, QUERY, { combine: 'sum' }, '1h')).toMatchObject({ text: '5', note: 'sum of 2 series' });
  });

  it('compares a sum of series with their sum at the start', () => {
    const frame = sampleFrame(END, host('a', [1, 1, 1]), host('b', [1, 1, 4]));
    expect(readNumber(frame, QUERY, { combine: 'sum' }, '1h')?.delta?.amount).toBe('150\u202f%');
    expect(readNumber(frame, QUERY, { combine: 'sum', deltaFrom: '1m' }, '1h')?.delta?.since).toBe('1 min ago');
  });

  it('returns undefined and a message if units differ', () => {
    const frame = sampleFrame(END, host('a', [1], 'ms'), host('b', [1], 'bytes'));
    expect(readNumber(frame, QUERY, { combine: 'sum' }, '1h')).toBeUndefined();
    expect(numberProblem(frame, QUERY, { combine: 'sum' })).toMatch(/different units \(ms, bytes\)/);
    expect(numberProblem(frame, QUERY, {})).toBeUndefined();
    expect(summarizeNumber(frame, QUERY, { combine: 'sum' })).toMatch(/different units/);
  });

  it('returns no delta if the board disables it', () => {
    const frame = sampleFrame(END, { values: [1, 2] });
    expect(readNumber(frame, QUERY, {}, '1h')?.delta).toBeDefined();
    expect(readNumber(frame, QUERY, { delta: false }, '1h')?.delta).toBeUndefined();
  });

  it('compares with the time set in the board, if the data reach back that far', () => {
    const frame = sampleFrame(END, { values: [1, 2, 4, 8] });
    const delta = (deltaFrom: unknown): string | undefined =>
      readNumber(frame, QUERY, { deltaFrom }, '1h')?.delta?.since;
    expect([delta('2m'), delta('1h'), delta('soon')]).toEqual(['2 min ago', undefined, '3 min ago']);
  });

  it('returns a number of a source without times', () => {
    expect(
      readNumber({ fields: [{ name: 'n', type: 'number', unit: 'percent', values: [7] }] }, QUERY, {}, '1h')?.text,
    ).toBe('7\u202f%');
  });

  it('returns undefined without a value', () => {
    expect(readNumber(sampleFrame(END, { values: [null] }), QUERY, {}, '1h')).toBeUndefined();
  });
});

describe('readNumber with series that the server has combined', () => {
  const units = sampleFrame(0, { name: 'units', values: [216.5] });
  const sums = inBuckets(units, { every: '10s', aggregate: 'avg', across: 'sum' });

  it('notes that it is a sum of averages', () => {
    const text = 'average of 10\u202fs, sum of the series';
    expect(readNumber(sums, QUERY, {}, '1h')).toMatchObject({ value: 216.5, note: text, label: undefined });
    expect(summarizeNumber(sums, QUERY, {})).toBe(`216.5, ${text}`);
  });

  it('returns no note for a sum of the whole range, or for one series', () => {
    expect(readNumber(sums, { ...QUERY, aggregate: 'count' }, {}, '1h')?.note).toBeUndefined();
    expect(readNumber(inBuckets(units, { every: '10s', aggregate: 'avg' }), QUERY, {}, '1h')?.note).toBeUndefined();
  });
});

describe('summarizeNumber', () => {
  it('returns the value and the reached threshold', () => {
    const frame = sampleFrame(END, { unit: 'percent', values: [95] });
    expect(summarizeNumber(frame, QUERY, { thresholds: { crit: 90 } })).toBe('95\u202f%, ≥ 90\u202f%');
  });

  it('notes how several series were combined', () => {
    expect(summarizeNumber(TWO, QUERY, {})).toBe('3, newest of 2 series');
  });
});
