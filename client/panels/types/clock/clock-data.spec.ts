import { describe, expect, it } from '@jest/globals';
import { readClock } from './clock-data';

const NOON = Date.parse('2026-03-04T12:00:05Z');
const text = (options: Record<string, unknown>, locale = 'en-US', at = NOON): string =>
  readClock(at, { timeZone: 'UTC', ...options }, locale)
    .time.map((part) => (part.small ? `<${part.text}>` : part.text))
    .join('');

describe('readClock', () => {
  it.each([
    [{}, 'en-US', '12:00<PM>'],
    [{}, 'de-DE', '12:00'],
    [{ format: '24' }, 'en-US', '12:00'],
    [{ format: 24 }, 'en-US', '12:00'],
    [{ format: '12' }, 'de-DE', '12:00<PM>'],
    [{ format: 'sundial' }, 'de-DE', '12:00'],
    [{ seconds: true }, 'de-DE', '12:00:05'],
    [{ timeZone: 'Asia/Tokyo' }, 'de-DE', '21:00'],
    [{ timeZone: 'Asia/Kathmandu' }, 'de-DE', '17:45'],
  ])('formats %j in %s as %s', (options, locale, expected) => {
    expect(text(options, locale)).toBe(expected);
  });

  it('shows midnight as 0 in 24 hours and as 12 in 12 hours', () => {
    const midnight = Date.parse('2026-03-04T00:00:00Z');
    expect([text({ format: '24' }, 'en-US', midnight), text({ format: '12' }, 'en-US', midnight)]).toEqual([
      '00:00',
      '12:00<AM>',
    ]);
  });

  it('follows daylight saving time', () => {
    const options = { timeZone: 'Europe/Berlin', format: '24' };
    const berlin = (iso: string): string => text(options, 'en-US', Date.parse(iso));
    expect([berlin('2026-03-29T00:59:00Z'), berlin('2026-03-29T01:00:00Z')]).toEqual(['01:59', '03:00']);
  });

  it('returns the date and the name of the place', () => {
    const late = Date.parse('2026-03-04T20:00:00Z');
    expect(readClock(late, { timeZone: 'America/New_York' }, 'en-US')).toMatchObject({
      date: 'Wednesday, March 4',
      place: 'New York',
    });
    expect(readClock(late, { timeZone: 'Asia/Tokyo' }, 'en-US').date).toBe('Thursday, March 5');
    expect(readClock(late, { date: false }, 'en-US')).toMatchObject({ date: undefined, place: undefined });
  });

  it.each(['Mars/Base', 'x'.repeat(200), '; drop'])('returns a message for the unknown time zone %s', (timeZone) => {
    expect(readClock(NOON, { timeZone }).problem).toContain('does not know the time zone');
  });
});
