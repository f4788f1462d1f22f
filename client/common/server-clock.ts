import { Injectable, signal } from '@angular/core';

/** `Date` has a precision of one second (RFC 9110, section 5.6.7): the response was generated within that second. */
const DATE_PRECISION_MS = 1_000;

/**
 * Measures how far the server's clock is ahead of this page's clock. Data has the server's timestamps, and the clock of
 * the viewer's device may be wrong by hours. Without the correction, old data would look fresh and fresh data old.
 */
@Injectable({ providedIn: 'root' })
export class ServerClock {
  private readonly ahead = signal(0);

  /** Add this to the page's time to get the server's time. Negative if the server is behind. */
  readonly aheadMs = this.ahead.asReadonly();

  /**
   * Updates the difference from one response. The known difference is kept while it is consistent with the response. All
   * times are in ms since 1970.
   *
   * @param date the response's `Date` header
   * @param sentAt when the request was sent, by the page's clock
   * @param receivedAt when the response was received, by the page's clock
   */
  update(date: number, sentAt: number, receivedAt: number): void {
    if (Number.isNaN(date)) return;
    const min = date - receivedAt;
    const max = date + DATE_PRECISION_MS - sentAt;
    this.ahead.update((ahead) => Math.min(Math.max(ahead, min), max));
  }
}
