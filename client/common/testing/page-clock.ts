import type { Provider } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { NOW, Ticker } from '../ticker';

/** A page's clock that changes only when the test advances it. */
export class PageClock {
  constructor(private time = Date.parse('2026-03-04T12:00:00Z')) {}

  now(): number {
    return this.time;
  }

  /** Returns the time as an ISO 8601 string, as the server sends times. */
  iso(msFromNow = 0): string {
    return new Date(this.time + msFromNow).toISOString();
  }

  /** Advances the clock and updates the page's ticker. */
  pass(ms: number): void {
    this.time += ms;
    TestBed.inject(Ticker).tick();
  }

  provide(): Provider {
    return { provide: NOW, useValue: () => this.time };
  }
}
