import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { ConnectionStatus } from '../stream/connection/connection-status';
import { formatClock } from '../i18n/format/format-time';
import { Ticker } from '../common/ticker';
import { connectionText } from '../live/connection-badge/connection-text';

/** The status line of the TV mode: board, connection and time. */
@Component({
  selector: 'bc-tv-status',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>{{ heading() }}</h1>
    @if (place(); as place) {
      <span class="place">{{ place }}</span>
    }
    @if (message(); as message) {
      <span class="message" role="status">{{ message }}</span>
    }
    <span class="link" [class]="connection().mark">
      <span class="mark" [class]="connection().mark"></span>
      <span [class.visually-hidden]="isLive()" role="status">{{ connection().label }}</span>
      @if (connection().asOf; as asOf) {
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
  /** The position in the rotation: `2 of 5`. */
  readonly place = input<string>();
  /** An error message. */
  readonly message = input<string>();

  private readonly ticker = inject(Ticker);
  private readonly minute = computed(() => Math.floor(this.ticker.now() / 60_000) * 60_000);
  protected readonly connection = computed(() => connectionText(this.status(), this.minute()));
  protected readonly isLive = computed(() => this.status().state === 'live');
  protected readonly clock = computed(() => formatClock(this.ticker.now(), this.ticker.now()));
}
