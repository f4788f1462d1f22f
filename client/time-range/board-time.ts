import { Injectable, inject } from '@angular/core';
import { Router } from '@angular/router';
import type { TimeRange } from '../../wire/range';
import { TimeWindowChoice } from './time-window-choice';
import { writeUrlRange } from './url-range';

/** What part of time the page shows stands in its address: each choice is a step of the browser's history. */
@Injectable({ providedIn: 'root' })
export class BoardTime extends TimeWindowChoice {
  private readonly router = inject(Router);

  override choose(from: number, to: number): void {
    this.show({ from, to });
  }

  show(range: TimeRange): void {
    this.go(writeUrlRange(range));
  }

  /** To the live range of before, else to the board's own. */
  backToLive(): void {
    this.go({ from: null, to: null });
  }

  private go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}
