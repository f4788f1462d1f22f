import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { lineColor, markPathOf } from './palette';

/** The mark of a series in legends and tooltips: its color and shape. Decorative, because the name is beside it. */
@Component({
  selector: 'bc-series-mark',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="-5.5 -5.5 11 11" aria-hidden="true" focusable="false">
      <path [attr.d]="path()" [style.fill]="color()" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      width: 10px;
      height: 10px;
    }
    svg {
      width: 100%;
      height: 100%;
      forced-color-adjust: none;
    }
  `,
})
export class SeriesMark {
  /** The index of the series. */
  readonly slot = input.required<number>();
  protected readonly path = computed(() => markPathOf(this.slot()));
  protected readonly color = computed(() => lineColor(this.slot()));
}
