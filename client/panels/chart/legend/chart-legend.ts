import { ChangeDetectionStrategy, Component, computed, input, model } from '@angular/core';
import { OverflowSummary } from '../../overflow/overflow-summary';
import { SeriesMark } from '../../drawing/series-mark';
import type { State } from '../../options/thresholds';
import type { ChartSeries } from '../data/chart-data';
import { hiddenAfterClick } from './hidden-series';

/** Characters that fit beside each other in a panel of half a board's width, and in one of the whole. */
const LONG_FROM = 50;
const TOO_LONG_FROM = 100;

/** The room of a mark and the space around it, in characters. */
const MARK_WIDTH = 5;

/** Characters of East Asia are twice as wide as others. */
const WIDE = /[\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/g;

function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/**
 * Names the lines, and shows and hides them; with Alt (Option) held, all but one. Says how many names there is no room for,
 * and how many of these series are in a bad state.
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
          title="Show or hide. With Alt: show this line alone"
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
  /** The chart's title. */
  readonly of = input.required<string>();
  readonly series = input.required<readonly ChartSeries[]>();
  /** Of each series, in the same order. */
  readonly states = input.required<readonly (State | undefined)[]>();
  /** By key. */
  readonly hidden = model.required<ReadonlySet<string>>();

  protected readonly label = computed(() => $localize`Lines of ${this.of()}:title:`);
  protected readonly LONG_FROM = LONG_FROM;
  protected readonly TOO_LONG_FROM = TOO_LONG_FROM;

  /** How many characters stand beside each other, with the title. */
  protected readonly length = computed(() =>
    this.series().reduce((sum, { label }) => sum + widthOf(label) + MARK_WIDTH, widthOf(this.of())),
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
