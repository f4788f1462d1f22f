import { ChangeDetectionStrategy, Component, ViewEncapsulation, computed, input } from '@angular/core';
import { type TimeRange, isFixed } from '../../../wire/range';
import { ConnectionBadge } from '../../live/connection-badge/connection-badge';
import { BoardGrid } from '../../panels/grid/board-grid';
import { BoardLoadState } from '../../panels/grid/board-load-state';
import type { ThemeChoice } from '../../ui/theme/resolve-theme';
import { provideEmbedded } from './provide-embedded';
import { openEmbeddedBoard } from './embedded-board';

/**
 * A live board with its title and the state of its connection: `<boardcast-board board="shop" range="1h" />`. It is as high as its
 * panels need, and in a narrow container the panels are below each other.
 * It has the font of the page. Other properties of its text do not come from the page.
 */
@Component({
  selector: 'boardcast-board',
  imports: [BoardGrid, BoardLoadState, ConnectionBadge],
  providers: [provideEmbedded(() => BoardcastBoard)],
  changeDetection: ChangeDetectionStrategy.OnPush,
  encapsulation: ViewEncapsulation.ShadowDom,
  templateUrl: './boardcast-board.html',
  styleUrl: './boardcast-board.scss',
  host: { '[attr.data-theme]': 'theme()' },
})
export class BoardcastBoard {
  /** The slug of the board. */
  readonly board = input.required<string>();
  /** A live range, like `1h`, or a fixed one, like `{ from, to }` in ms since 1970. Default: the range of the board's definition. */
  readonly range = input<TimeRange>();
  /** The colors: `dark`, `light`, or those of the system. */
  readonly theme = input<ThemeChoice>('system');

  protected readonly live = openEmbeddedBoard(this.board, this.range);
  protected readonly heading = computed(
    () => this.live.view()?.board.title ?? this.live.problem()?.title ?? this.board(),
  );
  protected readonly isFixed = computed(() => isFixed(this.live.view()?.range ?? '1h'));
}
