import type { Range } from '../../wire/range';

/** Labels of the live ranges. */
export const RANGE_LABELS: Readonly<Record<Range, string>> = {
  '15m': $localize`Last 15 minutes`,
  '1h': $localize`Last hour`,
  '6h': $localize`Last 6 hours`,
  '24h': $localize`Last 24 hours`,
  '7d': $localize`Last 7 days`,
  '30d': $localize`Last 30 days`,
  '90d': $localize`Last 90 days`,
};
