import { MINUTE_MS } from '../../wire/duration';
import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { isFixed, RANGES, type TimeRange, type TimeWindow, windowAt } from '../../wire/range';
import { Icon } from '../ui/icon';
import { LoadError } from '../ui/load-error';
import { MenuButton } from '../ui/overlay/menu-button';
import { CdkMenu, CdkMenuItem, CdkMenuItemRadio, MenuOverlay, Popover } from '../ui/overlay/overlays';
import { ServerClock } from '../common/server-clock';
import { NOW } from '../common/ticker';
import { RANGE_LABELS } from './range-labels';
import { WindowForm } from './window-form';
import { WindowButtons } from './window-buttons';
import { shortWindowText, windowText } from './window-text';

/** Selects the time range of the board: a live range, or a fixed time range with buttons to move it. */
@Component({
  selector: 'bc-range-menu',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuItemRadio,
    Icon,
    LoadError,
    MenuButton,
    MenuOverlay,
    Popover,
    WindowForm,
    WindowButtons,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (window(); as window) {
      <bc-window-buttons [window]="window" (choose)="choose.emit($event)" (live)="goLive()" />
    }
    <button type="button" class="button" #trigger bcMenuButton #button="bcMenuButton">
      <bc-icon name="clock" />
      <span class="visually-hidden" i18n>Time range: </span>
      <span class="long">{{ label().long }}</span>
      <span class="short">{{ label().short }}</span>
    </button>
    @defer (when button.isOpen()) {
      @if (button.isOpen()) {
        <bc-menu-overlay [button]="button">
          <div class="surface menu" cdkMenu i18n-aria-label aria-label="Time range">
            @for (each of ranges; track each) {
              <button
                type="button"
                class="item"
                cdkMenuItemRadio
                [cdkMenuItemChecked]="each === range()"
                (cdkMenuItemTriggered)="choose.emit(each)"
              >
                {{ labels[each] }}
                @if (each === range()) {
                  <bc-icon class="tick" name="check" />
                }
              </button>
            }
            <hr />
            <button type="button" class="item" cdkMenuItem (cdkMenuItemTriggered)="isFormOpen.set(true)" i18n>
              Fixed time range…
            </button>
            @if (window()) {
              <button type="button" class="item" cdkMenuItem (cdkMenuItemTriggered)="live.emit()" i18n>
                Back to live
              </button>
            }
          </div>
        </bc-menu-overlay>
      }
    } @error {
      <bc-load-error />
    }
    @defer (when isFormOpen()) {
      <bc-popover i18n-label label="Fixed time range" [origin]="trigger" [(open)]="isFormOpen">
        @if (isFormOpen()) {
          <bc-window-form [window]="initialWindow()" (windowChange)="take($event)" (canceled)="isFormOpen.set(false)" />
        }
      </bc-popover>
    } @error {
      <bc-load-error />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: 8px;
    }
    .short {
      display: none;
    }
    @media (max-width: 720px) {
      /* Leaves more room for the title. */
      .long,
      .button bc-icon {
        display: none;
      }
      .short {
        display: inline;
      }
    }
  `,
})
export class RangeMenu {
  readonly range = input.required<TimeRange>();
  readonly choose = output<TimeRange>();
  /** Emits when the user leaves a fixed time range. */
  readonly live = output();

  private readonly now = inject(NOW);
  private readonly serverClock = inject(ServerClock);
  private readonly trigger = viewChild.required<ElementRef<HTMLElement>>('trigger');
  protected readonly isFormOpen = signal(false);
  protected readonly window = computed(() => {
    const range = this.range();
    return isFixed(range) ? range : undefined;
  });
  protected readonly label = computed(() => {
    const range = this.range();
    return isFixed(range)
      ? { long: windowText(range, this.now()), short: shortWindowText(range) }
      : { long: RANGE_LABELS[range], short: range };
  });
  /** The initial values of the form: the current range, rounded to minutes. */
  protected readonly initialWindow = computed<TimeWindow>(() => {
    const { from, to } = windowAt(this.range(), this.now() + this.serverClock.aheadMs());
    return (
      this.window() ?? { from: Math.floor(from / MINUTE_MS) * MINUTE_MS, to: Math.floor(to / MINUTE_MS) * MINUTE_MS }
    );
  });
  protected readonly ranges = RANGES;
  protected readonly labels = RANGE_LABELS;

  protected goLive(): void {
    this.live.emit();
    // The pressed button disappears.
    this.trigger().nativeElement.focus();
  }

  protected take(window: TimeWindow): void {
    this.isFormOpen.set(false);
    this.choose.emit(window);
  }
}
