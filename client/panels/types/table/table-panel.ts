import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import { formatNumber } from '../../../i18n/format/format-number';
import type { PanelContent } from '../../panel-content';
import { OverflowSummary } from '../../overflow/overflow-summary';
import { StateMark } from '../../state-mark/state-mark';
import { nextSort, readTable, type Sort } from './table-data';

/** The number of rows shown at first, and after "Show more": a browser lays out this many without a delay. */
const INITIAL_ROWS = 200;
const MAX_ROWS = 1_000;

const ARROWS = { ascending: '▲', descending: '▼' } as const;

/** A table that is sorted by clicks on its headers. Options: see `readTable`. */
@Component({
  selector: 'bc-table-panel',
  imports: [OverflowSummary, StateMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './table-panel.html',
  styleUrl: './table-panel.scss',
})
export class TablePanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  /** The viewer's order; null for the source's order. */
  private readonly chosen = signal<Sort | null | undefined>(undefined);
  private readonly limit = signal(INITIAL_ROWS);

  protected readonly table = computed(() => {
    const { query, options } = this.panel();
    return readTable(this.frame(), query, options, this.chosen(), this.limit());
  });

  protected readonly headers = computed(() => {
    const { columns, sort } = this.table();
    return columns.map((column) => {
      const direction = sort?.column === column.key ? sort.direction : undefined;
      return { ...column, direction, arrow: direction && ARROWS[direction] };
    });
  });

  /** How many rows are shown and can be shown; undefined if all are. */
  protected readonly truncation = computed(() => {
    const { rows, total } = this.table();
    if (rows.length >= total) return undefined;
    return {
      text: $localize`Showing the first ${formatNumber(rows.length, {})}:shown: of ${formatNumber(total, {})}:count: rows`,
      more: Math.min(total, MAX_ROWS) - rows.length,
    };
  });

  protected sortBy(column: string): void {
    this.chosen.set(nextSort(this.table().sort, column));
  }

  protected showMore(): void {
    this.limit.set(MAX_ROWS);
  }
}
