import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { ConnectionStatus } from '../live/connection/connection-status';
import { formatClock } from '../i18n/format/format-time';
import { Ticker } from '../common/ticker';
import { connectionText } from '../live/connection-badge/connection-text';

/** The one line of words on a wall: which board this is, whether it is live, and what time it is. */
@Component({
  selector: 'bc-tv-status',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>{{ heading() }}</h1>
    @if (place(); as place) {
      <span class="place">{{ place }}</span>
    }
    @if (words(); as words) {
      <span class="words" role="status">{{ words }}</span>
    }
    <span class="link" [class]="pill().mark">
      <span class="mark" [class]="pill().mark"></span>
      <span [class.visually-hidden]="isLive()" role="status">{{ pill().label }}</span>
      @if (pill().asOf; as asOf) {
        <span class="as-of">{{ asOf }}</span>
      }
    </span>
    <span class="clock">{{ clock() }}</span>
  `,
  styleUrl: './tv-status.scss',
  host: { role: 'contentinfo' },
})
export class TvStatus {
  readonly heading = input.required<string>();
  readonly status = input.required<ConnectionStatus>();
  /** Where in the rotation: `2 of 5`. */
  readonly place = input<string>();
  /** What else there is to say. */
  readonly words = input<string>();

  private readonly ticker = inject(Ticker);
  private readonly minute = computed(() => Math.floor(this.ticker.now() / 60_000) * 60_000);
  protected readonly pill = computed(() => connectionText(this.status(), this.minute()));
  protected readonly isLive = computed(() => this.status().state === 'live');
  protected readonly clock = computed(() => formatClock(this.ticker.now(), this.ticker.now()));
}
