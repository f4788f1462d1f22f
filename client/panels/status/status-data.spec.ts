import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleFrame, statusFrame } from '../testing/samples';
import { readStatus, summarizeStatus } from './status-data';
import { runs } from '../../../test/harness/property-runs.js';

const QUERY = { source: 'statuses' };
const shown = (frame: Parameters<typeof readStatus>[0], options = {}): string[] =>
  readStatus(frame, QUERY, options).entries.map(({ name, state, message }) => [name, state, message].join(' ').trim());

const SHOP = statusFrame(
  { name: 'api', state: 'ok' },
  { name: 'email', state: 'crit', message: 'down', since: 5 },
  { name: 'search', state: 'warn', message: 'slow' },
);

describe('readStatus', () => {
  it('shows the states as the source has them', () => {
    expect(shown(SHOP)).toEqual(['api ok', 'email crit down', 'search warn slow']);
    expect(readStatus(SHOP, QUERY, {}).entries[1]?.since).toBe(5);
  });

  it('shows the worst first where that is asked for', () => {
    expect(shown(SHOP, { sort: 'state' })).toEqual(['email crit down', 'search warn slow', 'api ok']);
  });

  it('takes a state that nobody knows as unknown, not as well', () => {
    expect(shown(statusFrame({ name: 'a', state: 'great' }))).toEqual(['a unknown']);
  });

  it('knows no time that cannot be', () => {
    expect(
      readStatus(statusFrame({ name: 'a', state: 'ok', since: 9e15 }), QUERY, {}).entries[0]?.since,
    ).toBeUndefined();
  });

  it('judges series by thresholds, and does not without them', () => {
    const frame = sampleFrame(0, { name: 'cpu.a', values: [95, 12] }, { name: 'cpu.b', unit: 'percent', values: [95] });
    expect(shown(frame, { thresholds: { warn: 70, crit: 90 } })).toEqual(['a ok 12', 'b crit 95\u202f%']);
    expect(shown(frame)).toEqual(['a unknown 12', 'b unknown 95\u202f%']);
  });

  it('calls no series well that has ended', () => {
    const frame = sampleFrame(0, { name: 'a', values: [1], endedAt: 0 }, { name: 'b', values: [1] });
    expect(shown(frame, { thresholds: { crit: 5 } })).toEqual(['a (ended) unknown 1', 'b ok 1']);
  });

  it('judges rows of numbers and of yes and no', () => {
    const names = { name: 'host', type: 'string' as const, values: ['a', 'b', 'c'] };
    const load = { name: 'load', type: 'number' as const, values: [1, 9, null] };
    const up = { name: 'up', type: 'boolean' as const, values: [true, false, null] };
    expect(shown({ fields: [names, load] }, { thresholds: { crit: 5 } })).toEqual(['a ok 1', 'b crit 9', 'c unknown']);
    expect(shown({ fields: [names, up] })).toEqual(['a ok', 'b crit', 'c unknown']);
  });

  it('never hides anything that is worse than what it shows, keeps every key apart, and counts all', () => {
    const state = fc.constantFrom('ok', 'warn', 'crit', 'unknown');
    const rows = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'b 2', '2 b'), state }), { maxLength: 700 });
    const gravity = ['crit', 'warn', 'unknown', 'info', 'ok'];
    fc.assert(
      fc.property(rows, fc.constantFrom(undefined, 'state', 'name'), (given, sort) => {
        const { entries, counts, hidden } = readStatus(statusFrame(...given), QUERY, { sort });
        expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
        expect(entries.length + hidden).toBe(given.length);
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(given.length);
        const worst = given.map((row) => gravity.indexOf(row.state)).sort((a, b) => a - b);
        const kept = entries.map((entry) => gravity.indexOf(entry.state)).sort((a, b) => a - b);
        expect(kept).toEqual(worst.slice(0, kept.length));
      }),
      runs(40),
    );
  });

  it('puts the worst of a crowd first, unless it is to stay by name', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ name: `n${index}`, state: index === 59 ? 'crit' : 'ok' }));
    const first = (sort?: string): string | undefined => shown(statusFrame(...many), { sort })[0];
    expect([first(), first('name')]).toEqual(['n59 crit', 'n0 ok']);
    expect(shown(statusFrame(...many.slice(20)))[0]).toBe('n20 ok');
  });
});

describe('summarizeStatus', () => {
  it('names what is not well, and counts the rest', () => {
    expect(summarizeStatus(SHOP, QUERY, {})).toBe('1 critical: email; 1 warning: search; 1 ok');
    const many = Array.from({ length: 9 }, (_, index) => ({ name: `n${index}`, state: 'crit' }));
    expect(summarizeStatus(statusFrame(...many), QUERY, {})).toBe('9 critical');
    expect(summarizeStatus({ fields: [] }, QUERY, {})).toBeUndefined();
  });
});
