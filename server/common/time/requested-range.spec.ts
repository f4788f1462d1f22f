import { describe, expect, it } from '@jest/globals';
import { Problem } from '../errors/problem.js';
import { type RequestedRange, timeRangeOf } from './requested-range.js';

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;

const read = (range: RequestedRange): ReturnType<typeof timeRangeOf> => timeRangeOf(range, '6h', NOW);
const iso = (ms: number): string => new Date(ms).toISOString();

describe('timeRangeOf', () => {
  it('returns the live range, by default the range of the board', () => {
    expect(read({ range: '15m' })).toBe('15m');
    expect(read({})).toBe('6h');
  });

  it.each([
    ['ISO 8601', '2026-11-23T10:00:00Z', '2026-11-23T11:00:00.000Z'],
    ['ISO 8601 of other zones', '2026-11-23T12:00:00+02:00', '2026-11-23T06:00:00-05:00'],
    ['seconds', String((NOW - 2 * HOUR) / 1_000), String((NOW - HOUR) / 1_000)],
    ['milliseconds', String(NOW - 2 * HOUR), String(NOW - HOUR)],
    ['microseconds', String((NOW - 2 * HOUR) * 1_000), String((NOW - HOUR) * 1_000)],
    ['one of each', '2026-11-23T10:00:00Z', String(NOW - HOUR)],
  ])('returns a fixed time range for %s', (_what, from, to) => {
    expect(read({ from, to })).toEqual({ from: NOW - 2 * HOUR, to: NOW - HOUR });
  });

  it('accepts fixed time ranges of 366 days that end a day ahead', () => {
    const to = NOW + 24 * HOUR;
    expect(read({ from: iso(to - 366 * 24 * HOUR), to: iso(to) })).toEqual({ from: to - 366 * 24 * HOUR, to });
  });

  const TEN = '2026-11-23T10:00:00Z';
  const ELEVEN = '2026-11-23T11:00:00Z';
  it.each([
    [{ range: '2h' }, 'range', /must be one of/],
    [{ range: '6h', from: TEN, to: ELEVEN }, 'range', /combined/],
    [{ range: '6h', from: TEN }, 'range', /combined/],
    [{ from: TEN }, 'to', /both from and to/],
    [{ to: TEN }, 'from', /both from and to/],
    [{ from: 'yesterday', to: TEN }, 'from', /ISO 8601/],
    [{ from: '', to: TEN }, 'from', /ISO 8601/],
    [{ from: TEN, to: '1e999' }, 'to', /ISO 8601/],
    [{ from: TEN, to: '2026-11-23T11:00:00' }, 'to', /zone/],
    [{ from: '-1', to: TEN }, 'from', /1970/],
    [{ from: TEN, to: TEN }, 'to', /later than from/],
    [{ from: ELEVEN, to: TEN }, 'to', /later than from/],
    [{ from: TEN, to: iso(NOW + 24 * HOUR + 1) }, 'to', /24 h ahead/],
    [{ from: iso(NOW - 366 * 24 * HOUR - 1), to: iso(NOW) }, 'to', /366 days/],
  ])('rejects %j: %s', (range, path, expectedMessage) => {
    const problem = (() => {
      try {
        return read(range);
      } catch (error) {
        return error;
      }
    })();
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ errors: [{ path, message: expect.stringMatching(expectedMessage) }] });
    expect((problem as Problem).getStatus()).toBe(422);
  });
});
