import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import { columnsOf, rowCountOf, rowsOf } from './frame-rows';

/** The number of rows rendered at a time: thousands of rows would make the page slow. */
const PAGE_SIZE = 200;

/** The data of any panel as a table, for users who cannot see the drawing or need exact values. */
@Component({
  selector: 'bc-frame-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './frame-table.html',
  styleUrl: './frame-table.scss',
})
export class FrameTable {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();

  private readonly maxRows = signal(PAGE_SIZE);
  protected readonly pageSize = PAGE_SIZE;
  protected readonly columns = computed(() => columnsOf(this.frame()));
  protected readonly count = computed(() => rowCountOf(this.frame()));
  protected readonly rows = computed(() => {
    const { query, options } = this.panel();
    return rowsOf(this.frame(), query, options, this.maxRows());
  });

  protected showMore(): void {
    this.maxRows.update((maxRows) => maxRows + PAGE_SIZE);
  }
}
