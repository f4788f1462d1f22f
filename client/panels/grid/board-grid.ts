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
import { toSignal } from '@angular/core/rxjs-interop';
import { Router } from '@angular/router';
import type { BoardView } from '../../live/snapshot/board-view';
import type { ConnectionState } from '../../live/connection/connection-status';
import { PanelCard } from '../card/panel-card';
import { onlyReachable } from '../../ui/overlay/only-reachable';

/** What A4 and Letter have room for, lying, in CSS pixels. */
const PAPER_WIDTH_PX = 970;

/**
 * The board's panels on the grid; on a phone one below the other, in the order in which they are read. One of them can
 * fill the page: `?panel=` of the address names it, so that it can be linked to and left by the browser's way back.
 */
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
        (fullScreenChange)="setFullScreenPanel($event ? panel.id : undefined)"
      />
    }
  `,
  styleUrl: './board-grid.scss',
  host: { '(document:keydown.escape)': 'leaveFullScreen($event)', '(window:beforeprint)': 'preparePrint()' },
})
export class BoardGrid {
  readonly view = input.required<BoardView>();
  readonly link = input.required<ConnectionState>();
  /** Whether the panels offer their menus. */
  readonly menu = input(true);

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly router = inject(Router);
  private readonly queryParams = toSignal(this.router.routerState.root.queryParamMap);
  private readonly cards = viewChildren<PanelCard, ElementRef<HTMLElement>>(PanelCard, { read: ElementRef });

  /** By row, then by column. */
  protected readonly panels = computed(() =>
    this.view().board.panels.toSorted((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x),
  );

  /** The panel that fills the page; an id that no panel has fills nothing. */
  protected readonly fullScreen = computed(() => {
    const requested = this.queryParams()?.get('panel');
    return this.panels().find(({ id }) => id === requested)?.id;
  });

  constructor() {
    afterRenderEffect((onCleanup) => {
      const index = this.panels().findIndex(({ id }) => id === this.fullScreen());
      const card = this.cards()[index];
      if (card !== undefined) onCleanup(onlyReachable(card.nativeElement));
    });
  }

  /** What is on paper has the width that it has here: charts are drawn for it, and are not drawn again in time. */
  protected preparePrint(): void {
    const { clientWidth, style } = this.host;
    style.setProperty('--printed-width', `${clientWidth}px`);
    style.setProperty('--printed-zoom', String(Math.min(1, PAPER_WIDTH_PX / clientWidth)));
  }

  /** Leaving takes the place of the entry in the history: the way back then leads to where one came from. */
  protected setFullScreenPanel(panel: string | undefined): void {
    void this.router.navigate([], {
      queryParams: { panel: panel ?? null },
      queryParamsHandling: 'merge',
      replaceUrl: panel === undefined,
    });
  }

  /** What opened above the panel (a menu, its details) closes first, and says so by `preventDefault`. */
  protected leaveFullScreen(event: Event): void {
    if (this.fullScreen() === undefined || event.defaultPrevented) return;
    event.preventDefault();
    this.setFullScreenPanel(undefined);
  }
}
