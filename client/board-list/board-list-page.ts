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
import { errorText } from '../api/error-text';
import type { BoardSummary } from '../../wire/schemas/board';
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
import { NewVersionBanner } from '../live/new-version/new-version-banner';
import { sharedTitles } from '../live/board-list/shared-titles';
import { ConnectionBadge } from '../live/connection-badge/connection-badge';

/** The page at `/boards`: lists all boards. Boards are created, duplicated, deleted, exported and imported here. */
@Component({
  selector: 'bc-board-list-page',
  imports: [
    BoardCardMenu,
    FileErrors,
    Icon,
    PageMessage,
    BoardThumbnail,
    NewVersionBanner,
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
  private active = true;

  protected readonly boards = computed(() => {
    const boards = this.list.boards()?.filter(({ slug }) => !this.removals.hidden().has(slug));
    const shared = sharedTitles(boards ?? []);
    return boards?.map((board) => {
      const about = summaryText(board.panels.length, board.auto === true);
      return { board, about: shared.has(board.title) ? `${board.slug} · ${about}` : about };
    });
  });
  protected readonly fileErrors = this.list.fileErrors;
  protected readonly status = this.list.status;
  protected readonly problem = this.list.problem;
  protected readonly errorText = errorText;
  protected readonly skeletons = [1, 2, 3, 4];
  /** Whether files are dragged over the page. */
  protected readonly hovered = signal(false);

  constructor() {
    inject(Title).setTitle($localize`Boards · Boardcast`);
    inject(DestroyRef).onDestroy(() => (this.active = false));
    effect(() => {
      if (this.list.boards() !== undefined) {
        untracked(() => {
          this.removals.settle();
        });
      }
    });
  }

  protected refresh(): void {
    // The server may respond to a deletion after the user has left this page.
    if (this.active) this.list.refresh();
  }

  protected create(): void {
    void this.run((actions) => actions.create());
  }

  protected duplicate(board: BoardSummary): void {
    void this.run(async (actions) => {
      if (await actions.duplicate(board)) this.refresh();
    });
  }

  protected export(board: BoardSummary): void {
    void this.run((actions) => actions.export(board));
  }

  protected remove(board: BoardSummary): void {
    void this.run((actions) => {
      actions.remove(board, () => {
        this.refresh();
      });
    });
  }

  protected import(files: FileList | null | undefined): void {
    // Copied, because the list is emptied together with the file input.
    const chosen = [...(files ?? [])];
    if (chosen.length === 0) return;
    void this.run(async (actions) => {
      await actions.import(chosen);
      this.refresh();
    });
  }

  /** Accepts files only, not dragged links or text. */
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

  /** Runs an action. The code of the actions is loaded with the first one, because most users only view boards. */
  private async run(action: (actions: BoardActions) => void | Promise<void>): Promise<void> {
    let actions: BoardActions;
    try {
      actions = this.injector.get((await import('./board-actions')).BoardActions);
    } catch {
      this.toaster.show(
        $localize`Could not load this action: the server is not reachable. Check that it is running, then try again.`,
      );
      return;
    }
    await action(actions);
  }
}

function summaryText(count: number, auto: boolean): string {
  const panels = plural(count, $localize`{COUNT, plural, =0 {no panels yet} =1 {1 panel} other {{COUNT} panels}}`);
  return auto ? $localize`${panels}:panels: · metrics not on any board` : panels;
}
