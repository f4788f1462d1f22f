import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterLink } from '@angular/router';
import { DEFAULT_RANGE, isFixed, sameRange } from '../../wire/range';
import { LiveBoard } from '../live/live-board';
import { TimeWindowChoice } from '../time-range/time-window-choice';
import { PageHeader } from '../ui/page/page-header';
import { formatDateTime } from '../i18n/format/format-time';
import { zoneName } from '../i18n/format/time-zone-choice';
import { BoardGrid } from '../panels/grid/board-grid';
import { FullScreenPanel } from '../panels/grid/full-screen-panel';
import { UrlFullScreenPanel } from '../panels/grid/url-full-screen-panel';
import { BoardLoadState } from '../panels/grid/board-load-state';
import { EditButton } from './edit-button';
import { EmptyInbox } from './empty-inbox';
import { FullScreen } from './full-screen';
import { forgetBoard, rememberBoard } from './last-board';
import { PageMessage } from '../ui/page/page-message';
import { NewVersionBanner } from '../live/new-version/new-version-banner';
import { RangeMenu } from '../time-range/range-menu';
import { RANGE_LABELS } from '../time-range/range-labels';
import { windowText } from '../time-range/window-text';
import { ConnectionBadge } from '../live/connection-badge/connection-badge';
import { isFileProblem, problemTextOf } from '../live/board-problem-text';
import { readUrlRange } from '../time-range/url-range';
import { BoardTimeRange } from '../time-range/board-time-range';

const INBOX = 'inbox';

const FILE_REFRESH_MS = 2_000;

/** The page at `/boards/:slug?range=` or `?from=&to=`: one board, live or with a fixed time range. */
@Component({
  selector: 'bc-board-page',
  imports: [
    BoardGrid,
    BoardLoadState,
    EditButton,
    EmptyInbox,
    FullScreen,
    PageMessage,
    NewVersionBanner,
    PageHeader,
    RangeMenu,
    RouterLink,
    ConnectionBadge,
  ],
  providers: [
    LiveBoard,
    { provide: TimeWindowChoice, useExisting: BoardTimeRange },
    { provide: FullScreenPanel, useClass: UrlFullScreenPanel },
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './board-page.html',
  styleUrl: './board-page.scss',
})
export class BoardPage {
  /** The inputs come from the URL. */
  readonly slug = input.required<string>();
  readonly range = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  private readonly live = inject(LiveBoard);
  protected readonly time = inject(BoardTimeRange);
  private readonly title = inject(Title);

  protected readonly status = this.live.status;
  protected readonly requestedRange = computed(
    () => readUrlRange({ range: this.range(), from: this.from(), to: this.to() }),
    { equal: sameRange },
  );

  /** Undefined while the live view is still of the previous board, directly after a navigation. */
  protected readonly view = computed(() => {
    const view = this.live.view();
    return view?.board.slug === this.slug() ? view : undefined;
  });

  private readonly isLoaded = computed(() => this.view() !== undefined);

  protected readonly problem = problemTextOf(this.live, this.slug);

  protected readonly heading = computed(() => this.view()?.board.title ?? this.problem()?.title ?? this.slug());
  protected readonly shownRange = computed(() => this.requestedRange() ?? this.view()?.range ?? DEFAULT_RANGE);
  protected readonly isFixed = computed(() => isFixed(this.shownRange()));
  /** The line on a printed page: the range and the time of the last update. */
  protected readonly printed = computed(() => {
    const range = this.shownRange();
    const { lastUpdateAt = 0 } = this.status();
    const time = isFixed(range) ? windowText(range, lastUpdateAt) : RANGE_LABELS[range];
    return $localize`${time}:range: · as of ${formatDateTime(lastUpdateAt)}:time: (${zoneName()}:zone:)`;
  });
  protected readonly isInbox = computed(() => this.slug() === INBOX);

  constructor() {
    effect(() => {
      this.live.show(this.slug(), this.requestedRange());
    });
    effect(() => {
      this.title.setTitle(`${this.heading()} · Boardcast`);
    });
    effect(() => {
      if (this.problem()?.final === true) forgetBoard(this.slug());
      else if (this.isLoaded()) rememberBoard(this.slug());
    });
    effect((onCleanup) => {
      const problem = this.live.problem();
      if (problem === undefined || !isFileProblem(problem)) return;
      // The file is probably being edited, so its remaining errors are loaded soon after each save.
      const timer = setInterval(() => {
        this.refresh();
      }, FILE_REFRESH_MS);
      onCleanup(() => {
        clearInterval(timer);
      });
    });
  }

  protected refresh(): void {
    this.live.refresh();
  }
}
