import { describe, expect, it } from '@jest/globals';
import { bandsOf } from './threshold-bands';

const AXIS = [0, 100] as const;

describe('bandsOf', () => {
  it('returns bands from the start of a state to the next one, or the edge', () => {
    expect(bandsOf({ warn: 70, crit: 90 }, AXIS)).toEqual([
      { state: 'warn', from: 70, to: 90 },
      { state: 'crit', from: 90, to: 100 },
    ]);
    expect(bandsOf({ warn: 70 }, AXIS)).toEqual([{ state: 'warn', from: 70, to: 100 }]);
  });

  it('returns bands below the thresholds if low values are bad', () => {
    expect(bandsOf({ warn: 30, crit: 10 }, AXIS)).toEqual([
      { state: 'warn', from: 10, to: 30 },
      { state: 'crit', from: 0, to: 10 },
    ]);
  });

  it('returns no bands outside of the axis', () => {
    expect(bandsOf({ warn: 170, crit: 190 }, AXIS)).toEqual([]);
    expect(bandsOf({ warn: -20, crit: 190 }, AXIS)).toEqual([{ state: 'warn', from: 0, to: 100 }]);
  });
});
