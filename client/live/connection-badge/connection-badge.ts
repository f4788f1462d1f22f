import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import type { ConnectionStatus } from '../../stream/connection/connection-status';
import { LoadError } from '../../ui/load-error';
import { Popover } from '../../ui/overlay/overlays';
import { Ticker } from '../../common/ticker';
import { fixedRangeText, connectionDetails, connectionText } from './connection-text';

/** Shows the state of the connection to the server. A click opens the details. */
@Component({
  selector: 'bc-connection-badge',
  imports: [LoadError, Popover],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './connection-badge.html',
  styleUrl: './connection-badge.scss',
})
export class ConnectionBadge {
  readonly status = input.required<ConnectionStatus>();
  /** Whether the page shows a fixed time range, so that its values are not current. */
  readonly fixed = input(false);
  readonly refresh = output();

  private readonly ticker = inject(Ticker);
  protected readonly open = signal(false);
  // A precision of a minute is enough to know whether the "as of" time is today.
  private readonly minute = computed(() => Math.floor(this.ticker.now() / 60_000) * 60_000);
  protected readonly text = computed(() =>
    this.fixed() ? fixedRangeText(this.status(), this.minute()) : connectionText(this.status(), this.minute()),
  );
  protected readonly label = computed(() => {
    const { label, asOf } = this.text();
    return asOf === undefined ? label : `${label} · ${asOf}`;
  });
  protected readonly details = computed(() => (this.open() ? connectionDetails(this.status(), this.ticker.now()) : []));
}
