import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ConnectionState } from '../../stream/connection/connection-status';
import { freshnessInWindow, freshnessOf, panelStateOf } from './panel-state';
import { sampleFrame, sampleView } from '../testing/sample-frames';

const NOW = Date.parse('2026-03-04T12:00:00Z');
const at = (msAgo: number): string => new Date(NOW - msAgo).toISOString();
const FRAME = sampleFrame(NOW, { values: [1, 2] });
const EMPTY = sampleFrame(NOW, { values: [] });

describe('panelStateOf', () => {
  it.each([
    ['loading', undefined],
    ['shown', sampleView('p', { frame: FRAME })],
    ['empty', sampleView('p', { frame: EMPTY })],
    ['empty', sampleView('p', { frame: sampleFrame(NOW, { values: [null] }) })],
    ['empty', sampleView('p', {})],
    ['waiting', sampleView('p', { pending: true })],
    ['failed', sampleView('p', { error: { message: 'no' } })],
  ] as const)('is %s', (phase, view) => {
    expect(panelStateOf(view).phase).toBe(phase);
  });

  it('keeps the last frame with data beside an error, and while the next one is pending', () => {
    const failed = panelStateOf(sampleView('p', { error: { message: 'no' } }, FRAME));
    expect(failed).toMatchObject({ phase: 'shown', frame: FRAME, error: 'no' });
    expect(panelStateOf(sampleView('p', { pending: true }, FRAME))).toMatchObject({ phase: 'shown', pending: true });
  });

  it('does not keep an empty last frame', () => {
    expect(panelStateOf(sampleView('p', { error: { message: 'no' } }, EMPTY)).phase).toBe('failed');
  });
});

describe('freshnessOf', () => {
  const view = (msAgo: number, staleAfter?: number): ReturnType<typeof sampleView> =>
    sampleView('p', { updatedAt: at(msAgo), staleAt: staleAfter === undefined ? undefined : at(msAgo - staleAfter) });

  it('hides the age of a recent value on a live page', () => {
    expect(freshnessOf(view(10_000, 90_000), 'live', NOW)).toEqual({ stale: false });
  });

  it('becomes late at the expected time, with the age', () => {
    expect(freshnessOf(view(189_999, 190_000), 'live', NOW).stale).toBe(false);
    expect(freshnessOf(view(190_000, 190_000), 'live', NOW)).toEqual({ stale: true, age: 'late · 3 min old' });
    expect(freshnessOf(view(29_000, 15_000), 'live', NOW)).toEqual({ stale: true, age: 'late · 20 s old' });
  });

  it('is dead once no more data is expected', () => {
    const dead = (msAgo: number): ReturnType<typeof freshnessOf> => {
      const times = { updatedAt: at(msAgo), staleAt: at(msAgo - 15_000), deadAt: at(msAgo - 100_000) };
      return freshnessOf(sampleView('p', times), 'live', NOW);
    };
    expect(dead(99_999)).toEqual({ stale: true, age: 'late · 1 min old' });
    expect(dead(100_000)).toEqual({ stale: true, dead: true, age: 'no data for 1 min' });
  });

  it('shows when a series ended, whatever its last update and the state of the page', () => {
    const endedAt = at(30 * 60_000);
    for (const link of ['live', 'offline'] as const) {
      expect(
        freshnessOf(sampleView('p', { updatedAt: at(31 * 60_000), endedAt, freshness: 'dead' }), link, NOW),
      ).toEqual({
        stale: true,
        dead: true,
        ended: true,
        age: expect.stringMatching(/^ended \d\d?:30( [AP]M)?$/),
      });
    }
    expect(freshnessOf(sampleView('p', { endedAt: at(400 * 86_400_000) }), 'live', NOW).age).toMatch(/^ended .*2025/);
  });

  it('shows how long there is no data if a series ended at its last point', () => {
    for (const later of [0, 1]) {
      const data = { updatedAt: at(1_800_000), endedAt: at(1_800_000 - later), freshness: 'dead' as const };
      const silent = { stale: true, dead: true, age: 'no data for 30 min' };
      expect(freshnessOf(sampleView('p', data), 'live', NOW + later)).toEqual(silent);
    }
  });

  it('has no age without data, because it would be that of the request', () => {
    const empty = {
      fields: [
        { name: 'time', type: 'time' as const, values: [] },
        { name: 'a', type: 'number' as const, values: [] },
      ],
    };
    const withoutData = sampleView('p', { updatedAt: at(180_000), frame: empty });
    for (const link of ['live', 'polling', 'offline'] as const) {
      expect(freshnessOf(withoutData, link, NOW, 60_000)).toEqual({ stale: false });
    }
    const withInterval = sampleView('p', { updatedAt: at(180_000), staleAt: at(60_000), frame: empty });
    expect(freshnessOf(withInterval, 'live', NOW)).toEqual({ stale: true, age: 'late · 3 min old' });
  });

  it('shows the age of an old value without an expected interval, but does not call it late', () => {
    expect(freshnessOf(view(3 * 3_600_000), 'live', NOW)).toEqual({ stale: false, age: '3 h old' });
  });

  it.each(['polling', 'reconnecting', 'offline'] as const)('shows every age while %s', (link) => {
    expect(freshnessOf(view(5_000, 90_000), link, NOW)).toEqual({ stale: false, age: 'under 10 s old' });
  });

  it('becomes late at the earlier of the expected time and the limit of the board', () => {
    const stale = (promise: number | undefined, limit: number): boolean =>
      freshnessOf(view(100_000, promise), 'live', NOW, limit).stale;
    expect([stale(90_000, 110_000), stale(110_000, 90_000), stale(110_000, 110_000)]).toEqual([true, true, false]);
    expect([stale(undefined, 100_000), stale(undefined, 100_001)]).toEqual([true, false]);
  });

  it('has no age without a time', () => {
    expect(freshnessOf(sampleView('p', {}), 'offline', NOW)).toEqual({ stale: false });
    expect(freshnessOf(sampleView('p', { updatedAt: 'soon' }), 'offline', NOW)).toEqual({ stale: false });
  });

  it('never becomes fresh by time alone', () => {
    const link = fc.constantFrom<ConnectionState>('connecting', 'live', 'reconnecting', 'polling', 'offline');
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), fc.nat(1e9), link, (updated, promise, passed, state) => {
        const data = view(updated, promise);
        const before = freshnessOf(data, state, NOW);
        const after = freshnessOf(data, state, NOW + passed);
        expect(after.stale || !before.stale).toBe(true);
        expect(after.age !== undefined || before.age === undefined).toBe(true);
      }),
    );
  });
});

describe('freshnessIn', () => {
  const window = { from: NOW - 7_200_000, to: NOW - 3_600_000 };
  const shown = (age: number, value: number | null = 1): ReturnType<typeof sampleView> =>
    sampleView('p', {
      frame: { fields: [{ name: 'value', type: 'number', values: [value] }] },
      updatedAt: new Date(NOW - age).toISOString(),
      staleAt: new Date(NOW - age).toISOString(),
    });

  it('has no age in a fixed time range', () => {
    expect(freshnessInWindow(window, shown(9_000_000), NOW)).toEqual({ stale: false });
    expect(freshnessInWindow(window, shown(3_600_000), NOW)).toEqual({ stale: false });
    expect(freshnessInWindow(window, undefined, NOW)).toEqual({ stale: false });
  });

  it('shows the time of current data from a source without history', () => {
    expect(freshnessInWindow(window, shown(60_000), NOW)).toEqual({
      stale: false,
      age: expect.stringMatching(/^as of .*\d/),
    });
    expect(freshnessInWindow(window, shown(60_000, null), NOW)).toEqual({ stale: false });
  });
});
