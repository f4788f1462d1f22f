import { Injectable, computed, inject } from '@angular/core';
import { startOfDay } from '../../i18n/format/time-zone-choice';
import { ServerClock } from '../../common/server-clock';
import { Ticker } from '../../common/ticker';

/** What time it is for records, which carry the server's times. */
@Injectable({ providedIn: 'root' })
export class ServerTime {
  private readonly ticker = inject(Ticker);
  private readonly serverClock = inject(ServerClock);

  /** Once a second, in ms since 1970. */
  readonly now = computed(() => this.ticker.now() + this.serverClock.aheadMs());

  /** Midnight of today in the viewer's zone: moves once a day. */
  readonly today = computed(() => startOfDay(this.now()));
}
