import { CdkOverlayOrigin } from '@angular/cdk/overlay';
import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import type { ConnectionStatus } from '../connection/connection-status';
import { Popover } from '../../ui/overlay/popover';
import { Ticker } from '../../common/ticker';
import { fixedWords, connectionDetails, connectionText } from './connection-text';

/** How the page hangs together with its server, in a word; pressed, in full. */
@Component({
  selector: 'bc-connection-badge',
  imports: [CdkOverlayOrigin, Popover],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './connection-badge.html',
  styleUrl: './connection-badge.scss',
})
export class ConnectionBadge {
  readonly status = input.required<ConnectionStatus>();
  /** Whether the page shows a part of time that stands still, so that nothing on it is the present. */
  readonly fixed = input(false);
  readonly refresh = output();

  private readonly ticker = inject(Ticker);
  protected readonly open = signal(false);
  // The minute is enough to know whether "as of" is of today.
  private readonly minute = computed(() => Math.floor(this.ticker.now() / 60_000) * 60_000);
  protected readonly words = computed(() =>
    this.fixed() ? fixedWords(this.status(), this.minute()) : connectionText(this.status(), this.minute()),
  );
  protected readonly label = computed(() => {
    const { label, asOf } = this.words();
    return asOf === undefined ? label : `${label} · ${asOf}`;
  });
  protected readonly details = computed(() => (this.open() ? connectionDetails(this.status(), this.ticker.now()) : []));
}
