import { ChangeDetectionStrategy, Component, type Signal, ViewEncapsulation, computed, input } from '@angular/core';
import type { TimeRange } from '../../../wire/range';
import type { Panel } from '../../../wire/schemas/board';
import { PanelCard } from '../../panels/card/panel-card';
import type { PanelView } from '../../stream/snapshot/board-view';
import type { ThemeChoice } from '../../ui/theme/resolve-theme';
import { provideEmbedded } from './provide-embedded';
import { openEmbeddedBoard } from './embedded-board';

interface ShownPanel {
  panel: Panel;
  data: PanelView | undefined;
  range: TimeRange;
}

/**
 * One live panel of a board: `<boardcast-panel board="shop" panel="orders" />`. It is as wide as its container, and by default as
 * high as on its board; set its height with CSS. If the connection is lost, the panel shows the age of its data.
 * It has the font of the page. Other properties of its text do not come from the page.
 */
@Component({
  selector: 'boardcast-panel',
  imports: [PanelCard],
  providers: [provideEmbedded(() => BoardcastPanel)],
  changeDetection: ChangeDetectionStrategy.OnPush,
  encapsulation: ViewEncapsulation.ShadowDom,
  template: `
    @if (shown(); as shown) {
      <bc-panel [panel]="shown.panel" [view]="shown.data" [range]="shown.range" [link]="live.link()" />
    } @else {
      <div class="board-message">
        @if (live.problem(); as problem) {
          <p>{{ problem.title }}</p>
          <p>{{ problem.text }}</p>
        } @else if (live.view()) {
          <p i18n>This board has no panel “{{ panel() }}”</p>
        } @else if (live.status().state === 'offline') {
          <p i18n>The server does not answer</p>
        } @else {
          <p class="visually-hidden" role="status" i18n>Loading</p>
        }
      </div>
    }
  `,
  styleUrl: './boardcast-panel.scss',
  host: { '[attr.data-theme]': 'theme()', '[style.--rows]': 'shown()?.panel?.layout?.h' },
})
export class BoardcastPanel {
  /** The slug of the board. */
  readonly board = input.required<string>();
  /** The id of the panel. */
  readonly panel = input.required<string>();
  /** A live range, like `1h`, or a fixed one, like `{ from, to }` in ms since 1970. Default: the range of the board's definition. */
  readonly range = input<TimeRange>();
  /** The colors: `dark`, `light`, or those of the system. */
  readonly theme = input<ThemeChoice>('system');

  protected readonly live = openEmbeddedBoard(this.board, this.range);
  // The type is explicit. An inferred one would refer to the package of the library in the declaration files.
  protected readonly shown: Signal<ShownPanel | undefined> = computed(() => {
    const view = this.live.view();
    const panel = view?.board.panels.find(({ id }) => id === this.panel());
    if (view === undefined || panel === undefined) return undefined;
    const data = view.panels.get(panel.id);
    return { panel, data, range: data?.data.range ?? view.range };
  });
}
