import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterLink } from '@angular/router';
import { LiveBoardList } from '../live/live-board-list';
import { PageHeader } from '../ui/page-header';
import { Message } from './message';
import { Miniature } from './miniature';
import { StatusPill } from './status-pill';

/** `/boards`: every board there is. */
@Component({
  selector: 'bc-list-page',
  imports: [Message, Miniature, PageHeader, RouterLink, StatusPill],
  providers: [LiveBoardList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './list-page.html',
  styleUrl: './list-page.scss',
})
export class ListPage {
  private readonly list = inject(LiveBoardList);
  protected readonly boards = computed(() =>
    this.list.boards()?.map((board) => ({ ...board, about: aboutOf(board.panels.length, board.auto === true) })),
  );
  protected readonly status = this.list.status;
  protected readonly problem = this.list.problem;
  protected readonly outlines = [1, 2, 3, 4];

  constructor() {
    inject(Title).setTitle('Boards · Boardcast');
  }

  protected refresh(): void {
    this.list.refresh();
  }
}

function aboutOf(count: number, auto: boolean): string {
  const panels = count === 0 ? 'no panels yet' : count === 1 ? '1 panel' : `${count} panels`;
  return auto ? `${panels} · everything that is on no board` : panels;
}
