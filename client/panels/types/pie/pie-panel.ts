import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import { FadeOnChange } from '../../../ui/viewport/fade-on-change';
import { OverflowSummary } from '../../overflow/overflow-summary';
import { lineColor } from '../../drawing/palette';
import type { PanelContent } from '../../panel-content';
import { SeriesMark } from '../../drawing/series-mark';
import { readPie, slicePath, type Slice } from './pie-data';

const RADIUS = 50;
const HOLE = 33;

/** Shares of a total, as a donut or a pie, with a list of names, values and shares. */
@Component({
  selector: 'bc-pie-panel',
  imports: [FadeOnChange, OverflowSummary, SeriesMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './pie-panel.html',
  styleUrl: './pie-panel.scss',
})
export class PiePanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  /** The key of the slice under the pointer, in the circle or in the list. */
  protected readonly highlighted = signal<string | undefined>(undefined);
  protected readonly pie = computed(() => {
    const { query, options } = this.panel();
    return readPie(this.frame(), query, options);
  });
  protected readonly isDonut = computed(() => this.panel().options.style !== 'pie');

  /** Slices have no state. */
  protected readonly states = computed(() => this.pie().slices.map(() => undefined));

  protected readonly shapes = computed(() =>
    this.pie().slices.map((slice) => ({
      key: slice.key,
      path: slicePath(slice, RADIUS, this.isDonut() ? HOLE : 0),
      color: colorOf(slice),
    })),
  );
}

function colorOf({ slot }: Slice): string {
  return slot === undefined ? 'var(--faint)' : lineColor(slot);
}
