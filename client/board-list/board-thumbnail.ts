import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { BoardSummary } from '../../wire/schemas/board';
import { GRID_COLUMNS } from '../../wire/grid';

/** The size of a grid column and row, and the gap between panels, in units of the drawing. */
const COLUMN = 20;
const ROW = 15;
const GAP = 4;
const WIDTH = GRID_COLUMNS * COLUMN - GAP;
const HEIGHT = 98;

/** The minimum row height. A board with more rows is cut at the bottom. */
const MIN_ROW = 8;

/** A small drawing of a board's layout. */
@Component({
  selector: 'bc-board-thumbnail',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg [attr.viewBox]="viewBox" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      @if (panels().length === 0) {
        <rect class="none" x="1" y="1" rx="4" [attr.width]="width - 2" [attr.height]="height - 13" />
      }
      @for (shape of shapes(); track shape.id) {
        <rect rx="3" [attr.x]="shape.x" [attr.y]="shape.y" [attr.width]="shape.width" [attr.height]="shape.height" />
      }
    </svg>
  `,
  styles: `
    :host {
      display: block;
      height: 118px;
      padding: 12px 12px 0;
      overflow: hidden;
    }
    svg {
      display: block;
      width: 100%;
      height: 106px;
    }
    rect {
      fill: color-mix(in srgb, var(--line-2) 40%, var(--surface-2));
    }
    .none {
      fill: none;
      stroke: var(--line-2);
      stroke-dasharray: 5 5;
      vector-effect: non-scaling-stroke;
    }
  `,
})
export class BoardThumbnail {
  readonly panels = input.required<readonly BoardSummary['panels'][number][]>();
  protected readonly width = WIDTH;
  protected readonly height = HEIGHT + 2 * GAP;
  protected readonly viewBox = `0 0 ${WIDTH} ${HEIGHT + 2 * GAP}`;

  protected readonly shapes = computed(() => {
    const rows = Math.max(1, ...this.panels().map(({ layout }) => layout.y + layout.h));
    const row = Math.max(MIN_ROW, Math.min(ROW, HEIGHT / rows));
    return this.panels()
      .filter(({ layout }) => layout.y * row < HEIGHT + GAP)
      .map(({ id, layout }) => ({
        id,
        x: layout.x * COLUMN,
        y: layout.y * row,
        width: layout.w * COLUMN - GAP,
        height: layout.h * row - GAP,
      }));
  });
}
