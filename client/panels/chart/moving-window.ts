import { computed, inject, type Signal } from '@angular/core';
import { isFixed, lengthOf, sameRange, type TimeRange, type TimeWindow, windowAt } from '../../../wire/range';
import { ServerClock } from '../../common/server-clock';
import { Ticker } from '../../common/ticker';

const TYPICAL_WIDTH_PX = 900;

/** How far a window of this length moves at once, in ms: about a pixel of a usual chart, between 2 s and a minute. */
function stepOf(range: TimeRange): number {
  const pixel = lengthOf(range) / TYPICAL_WIDTH_PX;
  return Math.min(60, Math.max(2, Math.round(pixel / 1_000))) * 1_000;
}

/**
 * What part of time is to be drawn. A live range moves on in steps of about a pixel, so that not every second is a new
 * picture; a fixed one stands still. Call it where injection is possible.
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
