import { lowIsBad, type Thresholds } from './thresholds';

export interface ThresholdBand {
  readonly state: 'warn' | 'crit';
  readonly from: number;
  readonly to: number;
}

/** Returns the range of each state within the axis. */
export function bandsOf(thresholds: Thresholds, [min, max]: readonly [number, number]): readonly ThresholdBand[] {
  const { warn, crit } = thresholds;
  const low = lowIsBad(thresholds);
  const end = low ? min : max;
  const bands = [
    { state: 'warn' as const, limit: warn, until: crit ?? end },
    { state: 'crit' as const, limit: crit, until: end },
  ];
  return bands.flatMap(({ state, limit, until }) => {
    if (limit === undefined) return [];
    const from = Math.max(min, Math.min(limit, until));
    const to = Math.min(max, Math.max(limit, until));
    return to > from ? [{ state, from, to }] : [];
  });
}
