import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Frame } from '../../../../wire/schemas/frame';
import { sampleFrame, sampleRows } from '../../testing/sample-frames';
import { readPie, slicePath, summarizePie } from './pie-data';

const QUERY = { source: 'metrics', metric: 'a' };
const read = (frame: Frame, options = {}): ReturnType<typeof readPie> => readPie(frame, QUERY, options);
const lines = (frame: Frame, options = {}): string[] =>
  read(frame, options).slices.map(({ label, text, percent }) =>
    `${label} ${text} ${percent}`.replaceAll('\u202f', ' '),
  );

describe('readPie', () => {
  it('returns parts by size, with value and share', () => {
    expect(lines(sampleRows({ eu: 20, us: 50, asia: 30 }))).toEqual(['us 50 50 %', 'asia 30 30 %', 'eu 20 20 %']);
    expect(read(sampleRows({ eu: 20, us: 50 })).total).toBe('70');
  });

  it('uses the last value of each series, or the sum of totals', () => {
    const frame = sampleFrame(0, { name: 'a', values: [1, 3] }, { name: 'b', values: [5, 1] });
    expect(lines(frame)).toEqual(['a 3 75 %', 'b 1 25 %']);
    expect(readPie(frame, { ...QUERY, aggregate: 'sum' }, {}).slices.map(({ label }) => label)).toEqual(['b', 'a']);
  });

  it('formats each part in its own unit, and the total in a common one', () => {
    const frame = sampleFrame(0, { name: 'a', unit: 'bytes', values: [3] }, { name: 'b', unit: 'USD', values: [1] });
    expect(lines(frame)).toEqual(['a 3 B 75 %', 'b $1 25 %']);
    expect(read(frame).total).toBe('4');
    expect(lines(frame, { unit: 's' })).toEqual(['a 3 s 75 %', 'b 1 s 25 %']);
  });

  it('combines small parts, unless there is only one', () => {
    const rows = sampleRows({ a: 5, b: 4, c: 3, d: 2 });
    expect(lines(rows, { limit: 2 })).toEqual(['a 5 36 %', 'b 4 29 %', '2 others 5 36 %']);
    expect(lines(rows, { limit: 3 })).toHaveLength(4);
    expect(read(rows, { limit: 2 }).slices.at(-1)?.slot).toBeUndefined();
  });

  it('includes series that the frame leaves out', () => {
    const rows = { ...sampleRows({ a: 60, b: 20 }), others: { count: 24, sum: 20, min: 0, max: 5 } };
    expect(lines(rows)).toEqual(['a 60 60 %', 'b 20 20 %', '24 others 20 20 %']);
    expect(read(rows).total).toBe('100');
    expect(lines(rows, { limit: 1 })).toEqual(['a 60 60 %', '25 others 40 40 %']);
  });

  it('counts negative values that the frame leaves out', () => {
    const negative = { count: 2, sum: -30 };
    const rows = { ...sampleRows({ a: 60, b: -1 }), others: { count: 4, sum: 10, min: -20, max: 30, negative } };
    expect(lines(rows)).toEqual(['a 60 60 %', '2 others 40 40 %']);
    expect(read(rows).warning).toBe('3 negative values are left out');
  });

  it('keeps a part named others apart from the rest', () => {
    const rows = { ...sampleRows({ others: 60 }), others: { count: 1, sum: 40, min: 40, max: 40 } };
    expect(lines(rows)).toEqual(['others 60 60 %', '1 other 40 40 %']);
    expect(new Set(read(rows).slices.map(({ key }) => key)).size).toBe(2);
  });

  it('returns shares of values whose sum is infinite', () => {
    expect(read(sampleRows({ a: 1e308, b: 1e308 })).slices.map(({ percent }) => percent.slice(0, 2))).toEqual([
      '50',
      '50',
    ]);
  });

  it('never has two parts of one color', () => {
    const rows = sampleRows(Object.fromEntries(Array.from({ length: 30 }, (_, nth) => [`n${nth}`, nth + 1])));
    const slots = read(rows, { limit: 20 }).slices.map(({ slot }) => slot);
    expect(new Set(slots).size).toBe(slots.length);
  });

  it('returns a warning about values that it cannot show', () => {
    expect(read(sampleRows({ a: 5, b: -4, c: 0 }))).toMatchObject({ warning: '1 negative value is left out' });
    expect(read(sampleRows({ a: 0 }))).toMatchObject({ slices: [], warning: 'All values are 0' });
    expect(read(sampleRows({ a: -1 }))).toMatchObject({ slices: [], warning: 'No value is above 0' });
  });

  it('shows no small share as 0 %, and no large one as 100 %', () => {
    expect(lines(sampleRows({ a: 9_990, b: 10 }))).toEqual(['a 9,990 99 %', 'b 10 under 1 %']);
  });

  it('fills a whole circle with any parts', () => {
    const parts = fc.dictionary(fc.string({ minLength: 1 }), fc.double({ noNaN: true, min: 1e-9, max: 1e300 }), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(parts, fc.integer({ min: -3, max: 20 }), (given, limit) => {
        const { slices } = read(sampleRows(given), { limit });
        expect(slices[0]?.from).toBe(0);
        expect(slices.at(-1)?.to).toBeCloseTo(1, 6);
        slices.slice(1).forEach(({ from }, index) => {
          expect(from).toBe(slices[index]?.to);
        });
      }),
    );
  });

  it('draws a single part as two halves', () => {
    expect(slicePath({ from: 0, to: 1 }, 50, 0)).toBe('M0 -50A50 50 0 1 1 0 50A50 50 0 1 1 0 -50Z');
    expect(slicePath({ from: 0, to: 0.25 }, 50, 0)).toBe('M0 -50A50 50 0 0 1 50 0L0 0Z');
    expect(slicePath({ from: 0, to: 0.75 }, 50, 20)).toBe('M0 -50A50 50 0 1 1 -50 0L-20 0A20 20 0 1 0 0 -20Z');
  });

  it('is summarized by its first three parts', () => {
    expect(summarizePie(sampleRows({ a: 5, b: 5 }), QUERY, {})?.replaceAll('\u202f', ' ')).toBe('a 50 %, b 50 %');
    expect(summarizePie(sampleRows({ a: 0 }), QUERY, {})).toBe('All values are 0');
    expect(summarizePie(sampleRows({}), QUERY, {})).toBeUndefined();
  });
});
