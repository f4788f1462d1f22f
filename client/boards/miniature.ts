import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Panel } from '../../wire/board';

/** One of the grid's columns and rows, in the drawing's units; and the gap between panels. */
const COLUMN = 20;
const ROW = 15;
const GAP = 4;
const WIDTH = 12 * COLUMN;
const HEIGHT = 98;

/** Below this a board is cut at the bottom, rather than made flat beyond recognition. */
const LEAST_ROW = 8;

/** A board's real layout, small. */
@Component({
  selector: 'bc-miniature',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg [attr.viewBox]="viewBox" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      @for (shape of shapes(); track shape.id) {
        <rect rx="3" [attr.x]="shape.x" [attr.y]="shape.y" [attr.width]="shape.width" [attr.height]="shape.height" />
      }
    </svg>
  `,
  styles: `
    :host {
      display: block;
      height: 118px;
      padding: 12px 10px 0 12px;
      overflow: hidden;
    }
    svg {
      display: block;
      width: 100%;
      height: 106px;
    }
    rect {
      fill: var(--surface-3);
    }
  `,
})
export class Miniature {
  readonly panels = input.required<readonly Panel[]>();
  protected readonly viewBox = `0 0 ${WIDTH} ${HEIGHT + GAP + 4}`;

  protected readonly shapes = computed(() => {
    const rows = Math.max(1, ...this.panels().map(({ layout }) => layout.y + layout.h));
    const row = Math.max(LEAST_ROW, Math.min(ROW, HEIGHT / rows));
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
