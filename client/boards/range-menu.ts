import { CdkMenu, CdkMenuItemRadio, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { RANGES, type Range } from '../../wire/range';
import { Icon } from '../ui/icon';
import { BELOW_RIGHT } from '../ui/positions';

const LABELS: Readonly<Record<Range, string>> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '6h': 'Last 6 hours',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
};

/** What part of time the whole board shows. */
@Component({
  selector: 'bc-range-menu',
  imports: [CdkMenu, CdkMenuItemRadio, CdkMenuTrigger, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      class="button"
      [attr.aria-label]="'Time range: ' + labels[range()]"
      [cdkMenuTriggerFor]="menu"
      [cdkMenuPosition]="position"
    >
      <bc-icon name="clock" />
      <span class="long">{{ labels[range()] }}</span>
      <span class="short">{{ range() }}</span>
    </button>
    <ng-template #menu>
      <div class="sheet menu" cdkMenu aria-label="Time range">
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
      </div>
    </ng-template>
  `,
  styles: `
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
  `,
})
export class RangeMenu {
  readonly range = input.required<Range>();
  readonly choose = output<Range>();
  protected readonly ranges = RANGES;
  protected readonly labels = LABELS;
  protected readonly position = BELOW_RIGHT;
}
