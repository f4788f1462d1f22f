import type { Provider } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { NOW, Ticker } from '../ticker';

/** A page's clock that stands still until it is moved. */
export class PageClock {
  constructor(private time = Date.parse('2026-03-04T12:00:00Z')) {}

  now(): number {
    return this.time;
  }

  /** ISO 8601, as the server writes times. */
  iso(msFromNow = 0): string {
    return new Date(this.time + msFromNow).toISOString();
  }

  /** Lets time pass, as the page would notice it. */
  pass(ms: number): void {
    this.time += ms;
    TestBed.inject(Ticker).tick();
  }

  provide(): Provider {
    return { provide: NOW, useValue: () => this.time };
  }
}
