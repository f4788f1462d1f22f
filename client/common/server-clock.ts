import { Injectable, signal } from '@angular/core';
import { clockDifference } from '../stream/clock-difference';

/** How far the server's clock is ahead of this page's clock. */
@Injectable({ providedIn: 'root' })
export class ServerClock {
  private readonly ahead = signal(0);

  /** Add this to the page's time to get the server's time. Negative if the server is behind. */
  readonly aheadMs = this.ahead.asReadonly();

  /** Updates the difference from one response. See `clockDifference` for the parameters. */
  update(date: number, sentAt: number, receivedAt: number): void {
    this.ahead.update((ahead) => clockDifference(ahead, date, sentAt, receivedAt));
  }
}
