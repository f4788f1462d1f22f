import { Injectable, computed, inject } from '@angular/core';
import { startOfDay } from '../../i18n/format/time-zone-choice';
import { ServerClock } from '../../common/server-clock';
import { Ticker } from '../../common/ticker';

/** The server's time, for records with times of the server. */
@Injectable({ providedIn: 'root' })
export class ServerTime {
  private readonly ticker = inject(Ticker);
  private readonly serverClock = inject(ServerClock);

  /** The current time in ms since 1970, updated each second. */
  readonly now = computed(() => this.ticker.now() + this.serverClock.aheadMs());

  /** The start of the day in the viewer's time zone. */
  readonly today = computed(() => startOfDay(this.now()));
}
