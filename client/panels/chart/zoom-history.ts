import { Location } from '@angular/common';
import { Injectable, inject } from '@angular/core';
import { sameRange, type TimeRange, type TimeWindow } from '../../../wire/range';
import type { TimeWindowChoice } from '../../time-range/time-window-choice';

/** Less is not worth looking at, in ms. */
const MIN_WINDOW_MS = 1_000;

/**
 * The way into parts of time by dragging, and back out. Each step is an entry of the browser's history, so that its own
 * way back does the same; what was not come to by dragging is not left by a double click.
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

  /** From what is seen now to what was seen before the last step. */
  back(seen: TimeRange): void {
    if (sameRange(this.steps.at(-1), seen)) {
      this.steps.pop();
      this.location.back();
    } else {
      this.steps.length = 0;
    }
  }
}
