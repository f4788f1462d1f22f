import { describe, expect, it } from '@jest/globals';
import { readWindow, writeLocalTime } from './window-input';

const NOW = new Date(2026, 10, 23, 12).getTime();

describe('readWindow', () => {
  it('reads a fixed time range in the time zone of the viewer', () => {
    expect(readWindow('2026-11-23T10:00', '2026-11-23T11:30:15', NOW)).toEqual({
      from: new Date(2026, 10, 23, 10).getTime(),
      to: new Date(2026, 10, 23, 11, 30, 15).getTime(),
    });
  });

  it.each([
    ['', '2026-11-23T10:00', 'from', /start date/],
    ['2026-11-23T10:00', '', 'to', /end date/],
    ['1969-06-01T00:00', '2026-11-23T10:00', 'from', /1970/],
    ['2026-11-23T10:00', '2026-11-23T10:00', 'to', /after the start/],
    ['2025-11-20T10:00', '2026-11-23T10:00', 'to', /366 days/],
    ['2026-11-23T10:00', '2026-11-24T12:01', 'to', /one day from now/],
  ])('rejects “%s” to “%s” with a message at the field %s', (from, to, field, message) => {
    expect(readWindow(from, to, NOW)).toEqual({ field, problem: expect.stringMatching(message) });
  });

  it('formats times for the fields, with seconds if they are not 0', () => {
    expect(writeLocalTime(new Date(2026, 0, 5, 7, 3).getTime())).toBe('2026-01-05T07:03');
    expect(writeLocalTime(new Date(2026, 0, 5, 7, 3, 9).getTime())).toBe('2026-01-05T07:03:09');
  });
});
