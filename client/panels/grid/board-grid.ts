import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  afterRenderEffect,
  computed,
  inject,
  input,
  viewChildren,
} from '@angular/core';
import type { BoardView } from '../../stream/snapshot/board-view';
import type { ConnectionState } from '../../stream/connection/connection-status';
import { PanelCard } from '../card/panel-card';
import { FullScreenPanel } from './full-screen-panel';
import { onlyReachable } from '../../ui/overlay/only-reachable';

/** The width of A4 and Letter in landscape, in CSS pixels. */
const PAPER_WIDTH_PX = 970;

/** The panels of a board on a grid; on a phone one below the other, in reading order. One of them can fill the page. */
@Component({
  selector: 'bc-board-grid',
  imports: [PanelCard],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (panel of panels(); track panel.id) {
      <bc-panel
        [style.grid-column]="panel.layout.x + 1 + ' / span ' + panel.layout.w"
        [style.grid-row]="panel.layout.y + 1 + ' / span ' + panel.layout.h"
        [style.--rows]="panel.layout.h"
        [panel]="panel"
        [view]="view().panels.get(panel.id)"
        [range]="view().panels.get(panel.id)?.data?.range ?? view().range"
        [link]="link()"
        [menu]="menu()"
        [fullScreen]="panel.id === fullScreen()"
        (fullScreenChange)="fullScreenPanel?.show($event ? panel.id : undefined)"
      />
    }
  `,
  styleUrl: './board-grid.scss',
  host: { '(document:keydown.escape)': 'leaveFullScreen($event)', '(window:beforeprint)': 'preparePrint()' },
})
export class BoardGrid {
  readonly view = input.required<BoardView>();
  readonly link = input.required<ConnectionState>();
  /** Whether the panels have menus. */
  readonly menu = input(true);

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly fullScreenPanel = inject(FullScreenPanel, { optional: true });
  private readonly cards = viewChildren<PanelCard, ElementRef<HTMLElement>>(PanelCard, { read: ElementRef });

  /** Sorted by row, then by column. */
  protected readonly panels = computed(() =>
    this.view().board.panels.toSorted((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x),
  );

  /** The id of the panel that fills the page; undefined if there is none with the requested id. */
  protected readonly fullScreen = computed(() => {
    const requested = this.fullScreenPanel?.id();
    return this.panels().find(({ id }) => id === requested)?.id;
  });

  constructor() {
    afterRenderEffect((onCleanup) => {
      const index = this.panels().findIndex(({ id }) => id === this.fullScreen());
      const card = this.cards()[index];
      if (card !== undefined) onCleanup(onlyReachable(card.nativeElement));
    });
  }

  /** Keeps the width of the page in print: charts are drawn for it, and cannot be drawn again in time. */
  protected preparePrint(): void {
    const { clientWidth, style } = this.host;
    style.setProperty('--printed-width', `${clientWidth}px`);
    style.setProperty('--printed-zoom', String(Math.min(1, PAPER_WIDTH_PX / clientWidth)));
  }

  /** A menu or dialog above the panel closes first, and calls `preventDefault`. */
  protected leaveFullScreen(event: Event): void {
    if (this.fullScreen() === undefined || event.defaultPrevented) return;
    event.preventDefault();
    this.fullScreenPanel?.show(undefined);
  }
}
