import { formatNumber } from '../../i18n/format/format-number';
import { plural } from '../../i18n/plural';
import { bySeverity, STATE_LABELS, type MarkState } from '../state-mark/mark-state';
import type { Overflow } from './measure-overflow';

/** What an overflow notice says. */
export interface OverflowText {
  readonly text: string;
  /** The worst state among the items that are not in view, unless all of them are well or have none. */
  readonly worst?: MarkState;
}

type ItemState = MarkState | undefined;

/**
 * For example `+3 more, 1 critical` and `+2 columns`. Undefined if everything is in view. Unknown states are counted, unless
 * all are: numbers without thresholds have no other.
 *
 * @param states of all items in their order; those beyond the measured ones are not on the page, so they are not in view
 */
export function overflowText(overflow: Overflow, states: readonly ItemState[]): OverflowText | undefined {
  const unseen = [...overflow.items.map((place) => states[place]), ...states.slice(overflow.itemCount)];
  const wrong = states.every((state) => state === 'unknown') ? [] : unseen.filter(isWrong).sort(bySeverity);
  const parts = [
    unseen.length > 0 && [`+${more(unseen.length)}`, ...countsOf(wrong)].join(', '),
    overflow.columns > 0 &&
      plural(overflow.columns, $localize`{COUNT, plural, =1 {+1 column} other {+{COUNT} columns}}`),
  ].filter((part) => part !== false);
  if (parts.length > 0) return { text: parts.join(' · '), worst: wrong[0] };
  return overflow.overflows && states.length === 0 ? { text: $localize`More text below` } : undefined;
}

function isWrong(state: ItemState): state is MarkState {
  return state === 'crit' || state === 'warn' || state === 'unknown';
}

function more(count: number): string {
  return $localize`${formatNumber(count, {})}:count: more`;
}

/** @param worstFirst sorted by state */
function countsOf(worstFirst: readonly MarkState[]): readonly string[] {
  const counts = new Map<MarkState, number>();
  for (const state of worstFirst) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${formatNumber(count, {})} ${STATE_LABELS[state]}`);
}
