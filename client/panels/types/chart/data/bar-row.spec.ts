import { describe, expect, it } from '@jest/globals';
import { barRow } from './bar-row';

const DAY = 86_400_000;

describe('barRow', () => {
  const times = [0, DAY, 2 * DAY, 3 * DAY];
  const at = (time: number, column: readonly (number | null)[] = [1, 2, null, 4]): number | undefined =>
    barRow(times, column, { time, step: DAY });

  it('returns the row of the bar at the cursor, also in its second half', () => {
    expect([at(0), at(0.9 * DAY), at(DAY), at(3.9 * DAY)]).toEqual([0, 0, 1, 3]);
  });

  it('returns undefined before the first bar, between bars and after the last one', () => {
    expect([at(-1), at(2.5 * DAY), at(4 * DAY)]).toEqual([undefined, undefined, undefined]);
  });

  it('returns undefined without a value', () => {
    expect(at(DAY, [null, null, null, null])).toBeUndefined();
  });
});
