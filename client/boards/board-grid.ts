import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { BoardView } from '../live/board-view';
import type { LinkState } from '../live/link-status';
import { PanelFrame } from '../panels/panel-frame';

/** The board's panels on the grid; on a phone one below the other, in the order in which they are read. */
@Component({
  selector: 'bc-board-grid',
  imports: [PanelFrame],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (panel of panels(); track panel.id) {
      <bc-panel
        [style.grid-column]="panel.layout.x + 1 + ' / span ' + panel.layout.w"
        [style.grid-row]="panel.layout.y + 1 + ' / span ' + panel.layout.h"
        [style.--rows]="panel.layout.h"
        [panel]="panel"
        [view]="view().panels.get(panel.id)"
        [range]="view().range"
        [link]="link()"
      />
    }
  `,
  styleUrl: './board-grid.scss',
})
export class BoardGrid {
  readonly view = input.required<BoardView>();
  readonly link = input.required<LinkState>();

  /** By row, then by column. */
  protected readonly panels = computed(() =>
    this.view().board.panels.toSorted((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x),
  );
}
