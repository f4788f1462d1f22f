import { describe, expect, it } from '@jest/globals';
import { sampleFrame } from '../testing/samples';
import { readNumber, summarizeNumber } from './number-data';

const END = Date.parse('2026-03-04T12:00:00Z');
const QUERY = { source: 'metrics', metric: 'a' };

describe('readNumber', () => {
  it('is the last value that there is', () => {
    expect(readNumber(sampleFrame(END, { values: [1, 2, 3, null] }), QUERY, {}, '1h')?.text).toBe('3');
  });

  it.each(['sum', 'count'])('is the total of the buckets for a %s', (aggregate) => {
    const reading = readNumber(sampleFrame(END, { values: [10, 20, 7] }), { ...QUERY, aggregate }, {}, '1h');
    expect([reading?.text, reading?.delta]).toEqual(['37', undefined]);
  });

  it('writes a count without the unit of what is counted', () => {
    const frame = sampleFrame(END, { unit: 'bytes', values: [4096, 4096] });
    expect(readNumber(frame, { ...QUERY, aggregate: 'count' }, {}, '1h')?.text).toBe('8,192');
  });

  it('takes the panel’s unit before the pushed one', () => {
    const frame = sampleFrame(END, { unit: 'ms', values: [72] });
    expect(readNumber(frame, QUERY, { unit: 'percent' }, '1h')?.text).toBe('72\u202f%');
  });

  it('says which series it shows where there are several', () => {
    const frame = sampleFrame(END, { tags: { region: 'eu' }, values: [1] }, { tags: { region: 'us' }, values: [2] });
    expect(readNumber(frame, QUERY, {}, '1h')).toMatchObject({ text: '1', note: 'eu · 1 of 2 series' });
  });

  it('has no delta where the board does not want one', () => {
    const frame = sampleFrame(END, { values: [1, 2] });
    expect(readNumber(frame, QUERY, {}, '1h')?.delta).toBeDefined();
    expect(readNumber(frame, QUERY, { delta: false }, '1h')?.delta).toBeUndefined();
  });

  it('compares with the time that the board asks for, where the data reach so far', () => {
    const frame = sampleFrame(END, { values: [1, 2, 4, 8] });
    const delta = (deltaFrom: unknown): string | undefined =>
      readNumber(frame, QUERY, { deltaFrom }, '1h')?.delta?.since;
    expect([delta('2m'), delta('1h'), delta('soon')]).toEqual(['2 min ago', undefined, '3 min ago']);
  });

  it('shows a bare number of a source that knows no times', () => {
    expect(
      readNumber({ fields: [{ name: 'n', type: 'number', unit: 'percent', values: [7] }] }, QUERY, {}, '1h')?.text,
    ).toBe('7\u202f%');
  });

  it('is nothing without a value', () => {
    expect(readNumber(sampleFrame(END, { values: [null] }), QUERY, {}, '1h')).toBeUndefined();
  });
});

describe('summarizeNumber', () => {
  it('says the value and what is wrong with it', () => {
    const frame = sampleFrame(END, { unit: 'percent', values: [95] });
    expect(summarizeNumber(frame, QUERY, { thresholds: { crit: 90 } })).toBe('95\u202f%, above 90\u202f%');
  });
});
