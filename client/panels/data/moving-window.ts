import { computed, inject, type Signal } from '@angular/core';
import { isFixed, lengthOf, sameRange, type TimeRange, type TimeWindow, windowAt } from '../../../wire/range';
import { ServerClock } from '../../common/server-clock';
import { Ticker } from '../../common/ticker';

const TYPICAL_WIDTH_PX = 900;

/** Returns how far a time window moves at once, in ms: about a pixel of a typical chart, between 2 s and 1 min. */
function stepOf(range: TimeRange): number {
  const pixel = lengthOf(range) / TYPICAL_WIDTH_PX;
  return Math.min(60, Math.max(2, Math.round(pixel / 1_000))) * 1_000;
}

/**
 * Returns the time window to draw. A live range moves in steps of about a pixel, so that charts are not redrawn each
 * second. A fixed range does not move. Requires an injection context.
 */
export function movingWindow(range: Signal<TimeRange>): Signal<TimeWindow> {
  const ticker = inject(Ticker);
  const serverClock = inject(ServerClock);
  return computed(
    () => {
      const currentRange = range();
      if (isFixed(currentRange)) return currentRange;
      const step = stepOf(currentRange);
      return windowAt(currentRange, Math.ceil((ticker.now() + serverClock.aheadMs()) / step) * step);
    },
    { equal: sameRange },
  );
}
