import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleFrame, statusFrame } from '../../testing/sample-frames';
import type { Frame } from '../../../../wire/schemas/frame';
import type { PanelOptions } from '../../options/panel-option-values';
import { arrangeStatuses, readStatuses, summarizeStatus, type StatusGrid } from './status-data';
import { runs } from '../../../../test/support/jest/property-runs.js';

const QUERY = { source: 'statuses' };
const read = (frame: Frame, options: PanelOptions = {}): StatusGrid =>
  arrangeStatuses(readStatuses(frame, QUERY, options), options);
const shown = (frame: Frame, options: PanelOptions = {}): string[] =>
  read(frame, options).entries.map(({ name, state, message }) => [name, state, message].join(' ').trim());

const SHOP = statusFrame(
  { name: 'api', state: 'ok' },
  { name: 'email', state: 'crit', message: 'down', since: 5 },
  { name: 'search', state: 'warn', message: 'slow' },
);

describe('statuses of a panel', () => {
  it('are sorted with the worst first', () => {
    expect(shown(SHOP)).toEqual(['email crit down', 'search warn slow', 'api ok']);
    expect(shown(SHOP, { sort: 'state' })).toEqual(shown(SHOP));
    expect(read(SHOP).entries[0]?.since).toBe(5);
  });

  it('keep the order of the source if requested', () => {
    expect(shown(SHOP, { sort: 'name' })).toEqual(['api ok', 'email crit down', 'search warn slow']);
  });

  it('are sorted with late and dead ones first among equal states', () => {
    const names = ['crit', 'ok', 'ok', 'warn', 'ok'].map((state, index) => ({ name: `${state} ${index}`, state }));
    const all = readStatuses(statusFrame(...names), QUERY, {});
    const seriesKeyOf = (place: number): string => all[place]?.key ?? '';
    const missedReports = new Map([
      [seriesKeyOf(2), 'late'],
      [seriesKeyOf(4), 'dead'],
    ] as const);
    const order = arrangeStatuses(all, {}, missedReports).entries.map(({ name }) => name);
    expect(order).toEqual(['crit 0', 'warn 3', 'ok 4', 'ok 2', 'ok 1']);
  });

  it('have the state unknown for unrecognized states', () => {
    expect(shown(statusFrame({ name: 'a', state: 'great' }))).toEqual(['a unknown']);
  });

  it('ignore invalid times', () => {
    expect(read(statusFrame({ name: 'a', state: 'ok', since: 9e15 })).entries[0]?.since).toBeUndefined();
  });

  it('have states of series by thresholds, and unknown without them', () => {
    const frame = sampleFrame(0, { name: 'cpu.a', values: [95, 12] }, { name: 'cpu.b', unit: 'percent', values: [95] });
    expect(shown(frame, { thresholds: { warn: 70, crit: 90 } })).toEqual(['b crit 95\u202f%', 'a ok 12']);
    expect(shown(frame)).toEqual(['a unknown 12', 'b unknown 95\u202f%']);
  });

  it('are not ok for ended series', () => {
    const frame = sampleFrame(0, { name: 'a', values: [1], endedAt: 0 }, { name: 'b', values: [1] });
    expect(shown(frame, { thresholds: { crit: 5 } })).toEqual(['a (ended) unknown 1', 'b ok 1']);
  });

  it('have states of numbers and booleans', () => {
    const names = { name: 'host', type: 'string' as const, values: ['a', 'b', 'c'] };
    const load = { name: 'load', type: 'number' as const, values: [1, 9, null] };
    const up = { name: 'up', type: 'boolean' as const, values: [true, false, null] };
    expect(shown({ fields: [names, load] }, { thresholds: { crit: 5 } })).toEqual(['b crit 9', 'c unknown', 'a ok 1']);
    expect(shown({ fields: [names, up] })).toEqual(['b crit', 'c unknown', 'a ok']);
  });

  it('are never hidden behind better ones, have unique keys, and are all counted', () => {
    const state = fc.constantFrom('ok', 'warn', 'crit', 'unknown');
    const rows = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'b 2', '2 b'), state }), { maxLength: 700 });
    const gravity = ['crit', 'warn', 'unknown', 'info', 'ok'];
    fc.assert(
      fc.property(rows, fc.constantFrom(undefined, 'state', 'name'), (given, sort) => {
        const { entries, counts, hidden } = read(statusFrame(...given), { sort });
        expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
        expect(entries.length + hidden.length).toBe(given.length);
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(given.length);
        const worst = given.map((row) => gravity.indexOf(row.state)).sort((a, b) => a - b);
        const shownEntries = entries.map((entry) => gravity.indexOf(entry.state)).sort((a, b) => a - b);
        expect(shownEntries).toEqual(worst.slice(0, shownEntries.length));
        if (sort !== 'name') expect(entries.map(({ state }) => gravity.indexOf(state))).toEqual(shownEntries);
      }),
      runs(40),
    );
  });
});

describe('summarizeStatus', () => {
  it('names the statuses that are not ok, and counts the rest', () => {
    expect(summarizeStatus(SHOP, QUERY, {})).toBe('1 critical: email; 1 warning: search; 1 ok');
    const many = Array.from({ length: 9 }, (_, index) => ({ name: `n${index}`, state: 'crit' }));
    expect(summarizeStatus(statusFrame(...many), QUERY, {})).toBe('9 critical');
    expect(summarizeStatus({ fields: [] }, QUERY, {})).toBeUndefined();
  });
});
