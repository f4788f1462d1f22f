import { Injectable, signal } from '@angular/core';

/** `Date` says whole seconds (RFC 9110, section 5.6.7): the answer was made some time within the one it names. */
const DATE_PRECISION_MS = 1_000;

/**
 * How far the server's clock is ahead of this page's. Data carry the server's times, and a viewer's clock may be wrong
 * by hours: measured by it, old data would look fresh and fresh data old.
 */
@Injectable({ providedIn: 'root' })
export class ServerClock {
  private readonly ahead = signal(0);

  /** To be added to the page's time; negative where the server is behind. */
  readonly aheadMs = this.ahead.asReadonly();

  /**
   * Takes in the `Date` of an answer, which was made between asking and hearing. All in ms since 1970, the latter two by
   * the page's clock. What is known stays as long as it agrees.
   */
  heard(date: number, askedAt: number, heardAt: number): void {
    if (Number.isNaN(date)) return;
    const least = date - heardAt;
    const most = date + DATE_PRECISION_MS - askedAt;
    this.ahead.update((ahead) => Math.min(Math.max(ahead, least), most));
  }
}
