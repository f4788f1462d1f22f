import { ChangeDetectionStrategy, Component, computed, input, model } from '@angular/core';
import { OverflowSummary } from '../../../overflow/overflow-summary';
import { SeriesMark } from '../../../drawing/series-mark';
import type { State } from '../../../options/thresholds';
import type { ChartSeries } from '../../../data/chart-data';
import { hiddenAfterClick } from './hidden-series';

/** From how many characters on the legend is too long for a panel of half a board's width, and of the full width. */
const LONG_FROM = 50;
const TOO_LONG_FROM = 100;

/** The width of a mark and the space around it, in characters. */
const MARK_WIDTH = 5;

/** East Asian characters are twice as wide as others. */
const WIDE = /[\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/g;

function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/**
 * The names of the series, as buttons that show and hide them. With Alt (Option), a click shows only one. A summary
 * tells how many names do not fit, and how many of these series are in a bad state.
 */
@Component({
  selector: 'bc-chart-legend',
  imports: [OverflowSummary, SeriesMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div #keys class="keys">
      @for (line of lines(); track line.key) {
        <button
          type="button"
          class="key"
          i18n-title
          title="Show or hide. Alt+click shows only this series."
          [class.ended]="line.ended"
          [attr.aria-pressed]="line.shown"
          (click)="toggle(line.key, $event.altKey)"
        >
          <bc-series-mark [slot]="line.slot" /><span>{{ line.label }}</span>
          @if (line.ended) {
            &ngsp;<small i18n="of a series|">ended</small>
          }
        </button>
      }
    </div>
    <bc-overflow-summary [scroller]="keys" [items]="'button'" [states]="states()" />
  `,
  styleUrl: './chart-legend.scss',
  host: {
    role: 'group',
    '[attr.aria-label]': 'label()',
    '[class.long]': 'length() > LONG_FROM',
    '[class.many]': 'series().length > 4 || length() > TOO_LONG_FROM',
  },
})
export class ChartLegend {
  /** The title of the chart. */
  readonly chartTitle = input.required<string>();
  readonly series = input.required<readonly ChartSeries[]>();
  /** The states of the series, in the same order. */
  readonly states = input.required<readonly (State | undefined)[]>();
  /** The keys of the hidden series. */
  readonly hidden = model.required<ReadonlySet<string>>();

  protected readonly label = computed(() => $localize`Legend of ${this.chartTitle()}:title:`);
  protected readonly LONG_FROM = LONG_FROM;
  protected readonly TOO_LONG_FROM = TOO_LONG_FROM;

  /** The length of all names and the title, in characters. */
  protected readonly length = computed(() =>
    this.series().reduce((sum, { label }) => sum + widthOf(label) + MARK_WIDTH, widthOf(this.chartTitle())),
  );
  protected readonly lines = computed(() =>
    this.series().map(({ key, label, endedAt }, slot) => ({
      key,
      label,
      slot,
      ended: endedAt !== undefined,
      shown: !this.hidden().has(key),
    })),
  );

  protected toggle(key: string, only: boolean): void {
    const keys = this.series().map((series) => series.key);
    this.hidden.update((hidden) => hiddenAfterClick(keys, hidden, { key, only }));
  }
}
