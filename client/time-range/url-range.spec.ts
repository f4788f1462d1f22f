import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_WINDOW_MS, RANGES, type TimeRange } from '../../wire/range';
import { readUrlRange, writeUrlRange } from './url-range';

const TEN = Date.UTC(2026, 10, 23, 10);
const HOUR = 3_600_000;

describe('URL range', () => {
  it('is a live range or a fixed time range', () => {
    expect(readUrlRange({ range: '6h' })).toBe('6h');
    expect(readUrlRange({ from: '2026-11-23T10:00:00Z', to: '2026-11-23T13:00+01:00' })).toEqual({
      from: TEN,
      to: TEN + 2 * HOUR,
    });
  });

  it('is the fixed time range if the URL has both', () => {
    expect(readUrlRange({ range: '6h', from: '2026-11-23T10:00:00Z', to: '2026-11-23T11:00:00Z' })).toEqual({
      from: TEN,
      to: TEN + HOUR,
    });
  });

  it.each([
    ['only its start', { from: '2026-11-23T10:00:00Z' }],
    ['only its end', { to: '2026-11-23T10:00:00Z' }],
    ['an end that is not later', { from: '2026-11-23T10:00:00Z', to: '2026-11-23T10:00:00Z' }],
    ['times without a time zone', { from: '2026-11-23T10:00', to: '2026-11-23T11:00' }],
    ['text that is not a time', { from: 'yesterday', to: 'today' }],
    ['more than 366 days', { from: '2025-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z' }],
  ])('is not a window with %s', (_name, address) => {
    expect(readUrlRange(address)).toBeUndefined();
    expect(readUrlRange({ ...address, range: '1h' })).toBe('1h');
  });

  it('is read as it was written by writeUrlRange', () => {
    const window = fc
      .record({ from: fc.integer({ min: 0, max: 4e12 }), length: fc.integer({ min: 1, max: LONGEST_WINDOW_MS }) })
      .map(({ from, length }): TimeRange => ({ from, to: from + length }));
    fc.assert(
      fc.property(fc.oneof(window, fc.constantFrom(...RANGES)), (range) => {
        const { range: live, from, to } = writeUrlRange(range);
        const address = { range: live ?? undefined, from: from ?? undefined, to: to ?? undefined };
        expect(readUrlRange(address)).toEqual(range);
      }),
    );
  });

  it('has milliseconds only if they are not 0', () => {
    expect(writeUrlRange({ from: TEN, to: TEN + 1_500 })).toEqual({
      from: '2026-11-23T10:00:00Z',
      to: '2026-11-23T10:00:01.500Z',
    });
  });
});
