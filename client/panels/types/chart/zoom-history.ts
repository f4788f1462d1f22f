import { Location } from '@angular/common';
import { Injectable, inject } from '@angular/core';
import { sameRange, type TimeRange, type TimeWindow } from '../../../../wire/range';
import type { TimeWindowChoice } from '../../../time-range/time-window-choice';

/** The shortest time range that can be zoomed into, in ms. */
const MIN_WINDOW_MS = 1_000;

/**
 * The time ranges that the user has zoomed into by dragging. Each is an entry in the browser's history, so the Back
 * button zooms out as well. A double click zooms out only of these ranges.
 */
@Injectable({ providedIn: 'root' })
export class ZoomHistory {
  private readonly location = inject(Location);
  private readonly steps: TimeWindow[] = [];

  zoom(choice: TimeWindowChoice, { from, to }: TimeWindow): void {
    const window = { from, to: Math.max(to, from + MIN_WINDOW_MS) };
    this.steps.push(window);
    choice.choose(window.from, window.to);
  }

  /**
   * Zooms out to the range before the last zoom.
   *
   * @param seen the current range
   */
  back(seen: TimeRange): void {
    if (sameRange(this.steps.at(-1), seen)) {
      this.steps.pop();
      this.location.back();
    } else {
      this.steps.length = 0;
    }
  }
}
