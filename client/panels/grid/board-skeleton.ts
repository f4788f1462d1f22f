import { ChangeDetectionStrategy, Component } from '@angular/core';
import { PanelSkeleton } from '../card/panel-skeleton';

/** A placeholder in the shape of a board, shown while it loads. */
@Component({
  selector: 'bc-board-skeleton',
  imports: [PanelSkeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p class="visually-hidden" role="status" i18n>Loading the board…</p>
    @for (panel of panels; track $index) {
      <div class="panel" [style.--columns]="panel.w" [style.--rows]="panel.h" aria-hidden="true">
        <span class="title"></span>
        <bc-panel-skeleton class="body" [type]="panel.type" />
      </div>
    }
  `,
  styleUrls: ['./board-grid.scss', './board-skeleton.scss'],
})
export class BoardSkeleton {
  protected readonly panels = [
    { w: 3, h: 2, type: 'number' },
    { w: 3, h: 2, type: 'number' },
    { w: 3, h: 2, type: 'number' },
    { w: 3, h: 2, type: 'number' },
    { w: 8, h: 4, type: 'chart' },
    { w: 4, h: 4, type: 'bars' },
  ];
}
