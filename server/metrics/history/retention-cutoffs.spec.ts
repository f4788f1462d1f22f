import { describe, expect, it } from '@jest/globals';
import { msToUs } from '../../common/time/timestamps.js';
import { testSettings } from '../../../test/support/server/test-settings.js';
import { applyRetention, effectiveRetentionsMs, applySizeLimit } from './retention-cutoffs.js';
import { NO_CUTOFFS, type RetentionCutoffs } from './rollup-levels.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 5, 1, 12, 30);
const SEALED_US = msToUs(NOW - HOUR / 2);

describe('effectiveRetentionsMs', () => {
  it('keeps no level for less time than a finer one, and 0 means unlimited', () => {
    const settings = testSettings({
      retentionMs: 40 * DAY,
      retention1mMs: 30 * DAY,
      retention10mMs: 0,
      retention1hMs: DAY,
    });
    expect(effectiveRetentionsMs(settings)).toEqual([40 * DAY, 40 * DAY, Infinity, Infinity]);
  });
});

describe('applyRetention', () => {
  it('keeps whole windows and rows', () => {
    const cutoffs = applyRetention(NO_CUTOFFS, testSettings(), NOW, SEALED_US);
    expect(cutoffs.rawUs).toBe(msToUs(NOW - 7 * DAY - HOUR / 2));
    expect(cutoffs.levelCutoffsUs).toEqual([
      msToUs(NOW - 30 * DAY - HOUR / 2),
      msToUs(NOW - 180 * DAY - 12.5 * HOUR),
      0,
    ]);
  });

  it('never moves a cutoff back, and deletes no unsealed points', () => {
    const before: RetentionCutoffs = { rawUs: msToUs(NOW - DAY), levelCutoffsUs: [msToUs(NOW - 2 * DAY), 5, 6] };
    expect(applyRetention(before, testSettings({ retention10mMs: 0 }), NOW, SEALED_US)).toEqual(before);
    expect(applyRetention(NO_CUTOFFS, testSettings({ retentionMs: 60_000 }), NOW, SEALED_US).rawUs).toBe(SEALED_US);
  });
});

describe('applySizeLimit', () => {
  const beginUs = msToUs(NOW - HOUR / 2 - 100 * HOUR);

  it('deletes a tenth of the raw points first', () => {
    const next = applySizeLimit(NO_CUTOFFS, [beginUs, beginUs, beginUs, beginUs], SEALED_US);
    expect(next).toEqual({ rawUs: beginUs + msToUs(11 * HOUR), levelCutoffsUs: [0, 0, 0] });
  });

  it('deletes the finest level that has data, up to the start of the raw points', () => {
    const cutoffs = { rawUs: SEALED_US, levelCutoffsUs: [0, 0, 0] };
    const next = applySizeLimit(cutoffs, [undefined, SEALED_US - msToUs(2 * HOUR), beginUs, beginUs], SEALED_US);
    expect(next?.levelCutoffsUs[0]).toBe(SEALED_US - (SEALED_US % msToUs(2 * HOUR)));
    expect(next?.levelCutoffsUs.slice(1)).toEqual([0, 0]);
  });

  it('returns undefined if nothing is left to delete', () => {
    let cutoffs: RetentionCutoffs | undefined = NO_CUTOFFS;
    let steps = 0;
    for (; cutoffs && steps < 1_000; steps += 1) {
      const sinceUs = [cutoffs.rawUs, ...cutoffs.levelCutoffsUs];
      expect(sinceUs.toSorted((a, b) => b - a)).toEqual(sinceUs);
      cutoffs = applySizeLimit(cutoffs, [beginUs, beginUs, beginUs, beginUs], SEALED_US);
    }
    expect(steps).toBeLessThan(200);
  });
});
