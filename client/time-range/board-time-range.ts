import { Injectable, inject } from '@angular/core';
import { Router } from '@angular/router';
import type { TimeRange } from '../../wire/range';
import { TimeWindowChoice } from './time-window-choice';
import { writeUrlRange } from './url-range';

/** Keeps the time range of the page in its URL. Each change is an entry in the browser history. */
@Injectable({ providedIn: 'root' })
export class BoardTimeRange extends TimeWindowChoice {
  private readonly router = inject(Router);

  override choose(from: number, to: number): void {
    this.show({ from, to });
  }

  show(range: TimeRange): void {
    this.navigate(writeUrlRange(range));
  }

  /** Returns to the previous live range, or else to the default range of the board. */
  backToLive(): void {
    this.navigate({ from: null, to: null });
  }

  private navigate(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}
