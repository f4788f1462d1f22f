import { describe, expect, it } from '@jest/globals';
import { testSettings } from '../../../test/support/server/test-settings.js';
import { applyRetention, retentionsOf, applySizeLimit } from './retention-cutoffs.js';
import { NO_CUTOFFS, type RetentionCutoffs } from './rollup-levels.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 5, 1, 12, 30);
const micros = (ms: number): number => ms * 1_000;
const SEALED = micros(NOW - HOUR / 2);

describe('retentionsOf', () => {
  it('keeps no level for less time than a finer one, and 0 means unlimited', () => {
    const settings = testSettings({
      retentionMs: 40 * DAY,
      retention1mMs: 30 * DAY,
      retention10mMs: 0,
      retention1hMs: DAY,
    });
    expect(retentionsOf(settings)).toEqual([40 * DAY, 40 * DAY, Infinity, Infinity]);
  });
});

describe('applyRetention', () => {
  it('keeps whole windows and rows', () => {
    const cutoffs = applyRetention(NO_CUTOFFS, testSettings(), NOW, SEALED);
    expect(cutoffs.raw).toBe(micros(NOW - 7 * DAY - HOUR / 2));
    expect(cutoffs.levels).toEqual([micros(NOW - 30 * DAY - HOUR / 2), micros(NOW - 180 * DAY - 12.5 * HOUR), 0]);
  });

  it('never moves a cutoff back, and deletes no unsealed points', () => {
    const before: RetentionCutoffs = { raw: micros(NOW - DAY), levels: [micros(NOW - 2 * DAY), 5, 6] };
    expect(applyRetention(before, testSettings({ retention10mMs: 0 }), NOW, SEALED)).toEqual(before);
    expect(applyRetention(NO_CUTOFFS, testSettings({ retentionMs: 60_000 }), NOW, SEALED).raw).toBe(SEALED);
  });
});

describe('applySizeLimit', () => {
  const begin = micros(NOW - HOUR / 2 - 100 * HOUR);

  it('deletes a tenth of the raw points first', () => {
    const next = applySizeLimit(NO_CUTOFFS, [begin, begin, begin, begin], SEALED);
    expect(next).toEqual({ raw: begin + micros(11 * HOUR), levels: [0, 0, 0] });
  });

  it('deletes the finest level that has data, up to the start of the raw points', () => {
    const cutoffs = { raw: SEALED, levels: [0, 0, 0] };
    const next = applySizeLimit(cutoffs, [undefined, SEALED - micros(2 * HOUR), begin, begin], SEALED);
    expect(next?.levels[0]).toBe(SEALED - (SEALED % micros(2 * HOUR)));
    expect(next?.levels.slice(1)).toEqual([0, 0]);
  });

  it('returns undefined if nothing is left to delete', () => {
    let cutoffs: RetentionCutoffs | undefined = NO_CUTOFFS;
    let steps = 0;
    for (; cutoffs && steps < 1_000; steps += 1) {
      const since = [cutoffs.raw, ...cutoffs.levels];
      expect(since.toSorted((a, b) => b - a)).toEqual(since);
      cutoffs = applySizeLimit(cutoffs, [begin, begin, begin, begin], SEALED);
    }
    expect(steps).toBeLessThan(200);
  });
});
