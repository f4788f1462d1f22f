import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  Injector,
  computed,
  effect,
  inject,
  signal,
  untracked,
} from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterLink } from '@angular/router';
import type { BoardSummary } from '../../wire/board';
import { LiveBoardList } from '../live/board-list/live-board-list';
import { Icon } from '../ui/icon';
import { plural } from '../i18n/plural';
import { PageHeader } from '../ui/page/page-header';
import { Toaster } from '../ui/toast/toaster';
import { BoardCardMenu } from './board-card-menu';
import { FileErrors } from './file-errors';
import { PageMessage } from '../ui/page/page-message';
import { BoardThumbnail } from './board-thumbnail';
import { BoardRemovals } from './board-removals';
import type { BoardActions } from './board-actions';
import { NewVersionNotice } from '../live/new-version/new-version-notice';
import { sharedTitles } from '../live/board-list/shared-titles';
import { ConnectionBadge } from '../live/connection-badge/connection-badge';

/** `/boards`: every board there is, and where boards are made, copied, deleted, taken out and brought in. */
@Component({
  selector: 'bc-board-list-page',
  imports: [
    BoardCardMenu,
    FileErrors,
    Icon,
    PageMessage,
    BoardThumbnail,
    NewVersionNotice,
    PageHeader,
    RouterLink,
    ConnectionBadge,
  ],
  providers: [LiveBoardList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './board-list-page.html',
  styleUrl: './board-list-page.scss',
  host: {
    '(dragover)': 'hover($event)',
    '(dragleave)': 'hovered.set(false)',
    '(drop)': 'drop($event)',
  },
})
export class BoardListPage {
  private readonly list = inject(LiveBoardList);
  private readonly injector = inject(Injector);
  private readonly removals = inject(BoardRemovals);
  private readonly toaster = inject(Toaster);
  private shown = true;

  protected readonly boards = computed(() => {
    const boards = this.list.boards()?.filter(({ slug }) => !this.removals.hidden().has(slug));
    const shared = sharedTitles(boards ?? []);
    return boards?.map((board) => {
      const about = aboutOf(board.panels.length, board.auto === true);
      return { board, about: shared.has(board.title) ? `${board.slug} · ${about}` : about };
    });
  });
  protected readonly fileErrors = this.list.fileErrors;
  protected readonly status = this.list.status;
  protected readonly problem = this.list.problem;
  protected readonly outlines = [1, 2, 3, 4];
  /** Whether files are held over the page. */
  protected readonly hovered = signal(false);

  constructor() {
    inject(Title).setTitle($localize`Boards · Boardcast`);
    inject(DestroyRef).onDestroy(() => (this.shown = false));
    effect(() => {
      if (this.list.boards() !== undefined) {
        untracked(() => {
          this.removals.settle();
        });
      }
    });
  }

  protected refresh(): void {
    // A deletion may be answered long after this page was left.
    if (this.shown) this.list.refresh();
  }

  protected make(): void {
    void this.act((acts) => acts.make());
  }

  protected duplicate(board: BoardSummary): void {
    void this.act(async (acts) => {
      if (await acts.duplicate(board)) this.refresh();
    });
  }

  protected export(board: BoardSummary): void {
    void this.act((acts) => acts.export(board));
  }

  protected remove(board: BoardSummary): void {
    void this.act((acts) => {
      acts.remove(board, () => {
        this.refresh();
      });
    });
  }

  protected import(files: FileList | null | undefined): void {
    // A list that is emptied with the field it is of.
    const chosen = [...(files ?? [])];
    if (chosen.length === 0) return;
    void this.act(async (acts) => {
      await acts.import(chosen);
      this.refresh();
    });
  }

  /** Only files: a dragged link or text is nothing to this page. */
  protected hover(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    this.hovered.set(true);
  }

  protected drop(event: DragEvent): void {
    if (!this.hovered()) return;
    event.preventDefault();
    this.hovered.set(false);
    this.import(event.dataTransfer?.files);
  }

  /** Few viewers ever act, so what it takes is fetched with the first act. */
  private async act(run: (acts: BoardActions) => void | Promise<void>): Promise<void> {
    let acts: BoardActions;
    try {
      acts = this.injector.get((await import('./board-actions')).BoardActions);
    } catch {
      this.toaster.show(
        $localize`This page could not fetch what that takes. See whether the server is running, then try again.`,
      );
      return;
    }
    await run(acts);
  }
}

function aboutOf(count: number, auto: boolean): string {
  const panels = plural(count, $localize`{COUNT, plural, =0 {no panels yet} =1 {1 panel} other {{COUNT} panels}}`);
  return auto ? $localize`${panels}:panels: · everything that is on no board` : panels;
}
