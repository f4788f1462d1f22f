// influxdata/influxdb#15050, halos-org/skip#131 (clocks of senders); RFC 3339, ISO 8601, leap seconds, ends of years.
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { uniqueName } from '../../../support/cases/case-server.js';

const HOUR = 3_600_000;

/** The time (ms) that must be stored, or `rejected` for 422. */
type Expected = number | 'rejected' | { readonly orRejected: number };

const lastMinute = (now: number): string => new Date(now - 60_000).toISOString();
const seconds = (now: number): string => lastMinute(now).slice(0, 19);
const wholeSecond = (now: number): number => Date.parse(`${seconds(now)}Z`);

const TIMES: readonly (readonly [what: string, at: (now: number) => unknown, expected: (now: number) => Expected])[] = [
  ['UTC as an offset', (now) => lastMinute(now).replace('Z', '+00:00'), (now) => now - 60_000],
  ['an offset without a colon', (now) => lastMinute(now).replace('Z', '+0000'), (now) => now - 60_000],
  ['the offset -00:00', (now) => lastMinute(now).replace('Z', '-00:00'), (now) => now - 60_000],
  ['a blank instead of T', (now) => lastMinute(now).replace('T', ' '), (now) => now - 60_000],
  ['small letters', (now) => lastMinute(now).toLowerCase(), (now) => ({ orRejected: now - 60_000 })],
  ['the basic format', (now) => `${seconds(now).replace(/[-:]/g, '')}Z`, (now) => ({ orRejected: wholeSecond(now) })],
  ['no zone', seconds, () => 'rejected'],
  ['nanoseconds', (now) => `${seconds(now)}.123456789Z`, (now) => wholeSecond(now) + 123],
  ['ten digits of fraction', (now) => `${seconds(now)}.1234567890Z`, (now) => wholeSecond(now) + 123],
  ['a leap second', () => '2016-12-31T23:59:60Z', () => Date.UTC(2017, 0, 1)],
  ['24:00', () => '2026-11-28T24:00:00Z', () => ({ orRejected: Date.UTC(2026, 10, 29) })],
  ['February 30', () => '2026-02-30T00:00:00Z', () => 'rejected'],
  ['February 29 of a common year', () => '2025-02-29T00:00:00Z', () => 'rejected'],
  ['the 61st second', () => '2026-02-03T10:20:61Z', () => 'rejected'],
  ['the end of a year', () => '2025-12-31T23:59:59.999Z', () => Date.UTC(2026, 0, 1) - 1],
  ['an offset over the end of a year', () => '2025-12-31T20:00:00-05:00', () => Date.UTC(2026, 0, 1, 1)],
  ['seconds as a number', (now) => Math.floor(now / 1_000), (now) => Math.floor(now / 1_000) * 1_000],
  ['seconds with a fraction', (now) => now / 1_000, (now) => now],
  ['milliseconds as a number', (now) => now, (now) => now],
  ['nanoseconds as a number', (now) => now * 1e6, (now) => now],
  [
    'seconds as a text',
    (now) => String(Math.floor(now / 1_000)),
    (now) => ({ orRejected: Math.floor(now / 1_000) * 1_000 }),
  ],
  ['two minutes ahead', (now) => now + 120_000, (now) => now + 120_000],
  ['23 hours ahead', (now) => now + 23 * HOUR, (now) => now + 23 * HOUR],
  ['25 hours ahead', (now) => now + 25 * HOUR, () => 'rejected'],
  ['a time before 1970', () => '1969-12-31T23:59:59Z', () => 'rejected'],
  ['the year 10000', () => '+010000-01-01T00:00:00Z', () => 'rejected'],
  ['null', () => null, () => 'rejected'],
];

const times = TIMES.map(([what, at, expected]): TestCase => ({
  title: `reads or rejects the time of a value: ${what}`,
  run: async (server) => {
    const now = Date.now();
    const answer = await server.sendJson('POST', `/api/v1/metrics/${uniqueName('time')}`, { value: 1, at: at(now) });
    const expectedTime = expected(now);
    if (expectedTime === 'rejected' || (typeof expectedTime === 'object' && answer.status === 422)) {
      assert.equal(answer.status, 422, answer.text);
      return;
    }
    assert.equal(answer.status, 200, answer.text);
    const read = Date.parse((answer.json as { at: string }).at);
    // Numbers of nanoseconds and of seconds with a fraction are not exact.
    assert.ok(
      Math.abs(read - (typeof expectedTime === 'object' ? expectedTime.orRejected : expectedTime)) <= 1,
      answer.text,
    );
  },
}));

export const timestamps: CaseGroup = { cases: times };
