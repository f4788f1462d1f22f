import type { TimeRange } from '../../../wire/range';
import type { Snapshot } from '../../../wire/snapshot';

/** What part of time a snapshot is of. Times that cannot be read become NaN. */
export function rangeOf({ range, from = '', to = '' }: Pick<Snapshot, 'range' | 'from' | 'to'>): TimeRange {
  return range ?? { from: Date.parse(from), to: Date.parse(to) };
}
