import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { SeriesMark } from '../series-mark';
import type { ChartData } from './chart-data';
import type { PlotCursor } from './plot';

/** More lines than these would hide the chart: those next to the greatest are left out, and counted. */
const MOST_LINES = 12;

export interface ReadoutLine {
  readonly key: string;
  readonly slot: number;
  readonly label: string;
  readonly text: string;
}

/** Each series' value at the cursor, the greatest first as the lines lie. For the eye: the table has it all in words. */
@Component({
  selector: 'bc-chart-readout',
  imports: [SeriesMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (lines().length > 0) {
      <p class="time">
        {{ time() }}
        @if (about(); as about) {
          <br />{{ about }}
        }
      </p>
      @for (line of shown(); track line.key) {
        <p class="line">
          <bc-series-mark [slot]="line.slot" /><span>{{ line.label }}</span
          ><b>{{ line.text }}</b>
        </p>
      }
      @if (lines().length > shown().length) {
        <p i18n>and {{ lines().length - shown().length }} more</p>
      }
    }
  `,
  styleUrl: './chart-readout.scss',
  host: {
    'aria-hidden': 'true',
    '[class.sheet]': 'lines().length > 0',
    '[class.elsewhere]': '!cursor().own',
    '[style.left]': 'place().left',
    '[style.right]': 'place().right',
  },
})
export class ChartReadout {
  readonly cursor = input.required<PlotCursor>();
  readonly data = input.required<ChartData>();
  readonly write = input.required<(value: number, slot: number, step: number) => string>();
  readonly writeTime = input.required<(time: number) => string>();
  /** What the values at this time (ms) are, if they are not as they were sent. */
  readonly writeAbout = input.required<(time: number) => string | undefined>();

  protected readonly lines = computed<readonly ReadoutLine[]>(() => {
    const { series, columns } = this.data();
    const found = series.flatMap(({ key, label }, slot) => {
      const value = columns[slot]?.[this.cursor().rows.get(key) ?? -1];
      return typeof value === 'number' ? [{ key, slot, label, value }] : [];
    });
    return found
      .sort((a, b) => b.value - a.value)
      .map(({ key, slot, label, value }) => ({
        key,
        slot,
        label,
        text: this.write()(value, slot, this.cursor().steps.get(key) ?? 0),
      }));
  });

  protected readonly shown = computed(() => this.lines().slice(0, MOST_LINES));

  private readonly newest = computed(() => {
    const { times } = this.data();
    const rows = [...this.cursor().rows.values()];
    return Math.max(...rows.map((row) => times[row] ?? 0));
  });

  protected readonly time = computed(() => this.writeTime()(this.newest()));
  protected readonly about = computed(() => this.writeAbout()(this.newest()));

  protected readonly place = computed(() => {
    const { left, width } = this.cursor();
    return left < width / 2
      ? { left: `${left + 14}px`, right: 'auto' }
      : { left: 'auto', right: `${width - left + 14}px` };
  });
}
