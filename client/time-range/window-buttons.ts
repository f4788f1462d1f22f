import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { TimeWindow } from '../../wire/range';
import { Icon } from '../ui/icon';
import { ServerClock } from '../common/server-clock';
import { Ticker } from '../common/ticker';
import { earlier, later, zoomedOut } from './shift-window';

/** Buttons that move or zoom out a fixed time range, or return to live data. */
@Component({
  selector: 'bc-window-buttons',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button type="button" class="button" i18n-aria-label aria-label="Back to live" (click)="live.emit()">
      <span class="long" i18n>Back to live</span>
      <span class="short" i18n>Live</span>
    </button>
    <div class="moves" role="group" i18n-aria-label aria-label="Move the time range">
      <button
        type="button"
        class="button icon-only"
        i18n-aria-label
        aria-label="Earlier"
        i18n-title
        title="Earlier"
        (click)="goEarlier()"
      >
        <bc-icon name="earlier" />
      </button>
      <button
        type="button"
        class="button icon-only"
        i18n-aria-label="in time|"
        aria-label="Later"
        i18n-title="in time|"
        title="Later"
        [attr.aria-disabled]="isLatest()"
        (click)="goLater()"
      >
        <bc-icon name="later" />
      </button>
      <button
        type="button"
        class="button icon-only"
        i18n-aria-label
        aria-label="Zoom out"
        i18n-title
        title="Zoom out"
        (click)="zoomOut()"
      >
        <bc-icon name="zoomOut" />
      </button>
    </div>
  `,
  styles: `
    :host {
      display: contents;
    }
    .moves {
      display: flex;
    }
    .moves .button {
      border-radius: 0;
      margin-inline-start: -1px;
    }
    .moves .button:first-child {
      border-start-start-radius: 8px;
      border-end-start-radius: 8px;
    }
    .moves .button:last-child {
      border-start-end-radius: 8px;
      border-end-end-radius: 8px;
    }
    .short {
      display: none;
    }
    @media (max-width: 720px) {
      .long {
        display: none;
      }
      .short {
        display: inline;
      }
    }
    .button[aria-disabled='true'] {
      color: var(--faint);
      cursor: default;
    }
    :dir(rtl) .moves bc-icon {
      transform: scaleX(-1);
    }
  `,
})
export class WindowButtons {
  readonly window = input.required<TimeWindow>();
  readonly choose = output<TimeWindow>();
  readonly live = output();

  private readonly ticker = inject(Ticker);
  private readonly serverClock = inject(ServerClock);
  private readonly now = computed(() => this.ticker.now() + this.serverClock.aheadMs());
  /** Whether the fixed time range includes the present. There is no later data. */
  protected readonly isLatest = computed(() => this.window().to >= this.now());

  protected goEarlier(): void {
    this.choose.emit(earlier(this.window()));
  }

  /** The button stays focusable when it has no effect, so that repeated clicks do not lose the focus. */
  protected goLater(): void {
    if (!this.isLatest()) this.choose.emit(later(this.window(), this.now()));
  }

  protected zoomOut(): void {
    this.choose.emit(zoomedOut(this.window(), this.now()));
  }
}
