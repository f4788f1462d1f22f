import type { TimeRange } from '../../../wire/range';
import type { Snapshot } from '../../../wire/schemas/snapshot';

/** Returns the range of a snapshot. Times that cannot be parsed become NaN. */
export function rangeOf({ range, from = '', to = '' }: Pick<Snapshot, 'range' | 'from' | 'to'>): TimeRange {
  return range ?? { from: Date.parse(from), to: Date.parse(to) };
}
