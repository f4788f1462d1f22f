import { formatNumber } from '../../i18n/format/format-number';
import { plural } from '../../i18n/plural';
import { bySeverity, STATE_LABELS, type MarkState } from '../state-mark/mark-state';
import type { Overflow } from './measure-overflow';

/** The text of an overflow summary. */
export interface OverflowText {
  readonly text: string;
  /** The worst state among the items that are not visible, if any of them is bad. */
  readonly worst?: MarkState;
}

type ItemState = MarkState | undefined;

/**
 * Returns a text like `+3 more, 1 critical` or `+2 columns`; undefined if everything is visible. Unknown states count
 * as bad, unless all states are unknown: numbers without thresholds have no other state.
 *
 * @param states of all items in their order; items beyond the measured ones are not in the DOM, so they are not visible
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
