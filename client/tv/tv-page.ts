import {
  ChangeDetectionStrategy,
  Component,
  DOCUMENT,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  untracked,
} from '@angular/core';
import { takeUntilDestroyed, toObservable, toSignal } from '@angular/core/rxjs-interop';
import { Title } from '@angular/platform-browser';
import { Router } from '@angular/router';
import { EMPTY, type Observable, filter, fromEvent, map, startWith, switchMap, timer } from 'rxjs';
import { sameRange } from '../../wire/range';
import type { BoardView } from '../stream/snapshot/board-view';
import { LiveBoard } from '../live/live-board';
import { LIVE_ENVIRONMENT } from '../live/live-environment';
import { NewVersion } from '../live/new-version/new-version';
import { BoardGrid } from '../panels/grid/board-grid';
import { FullScreenPanel } from '../panels/grid/full-screen-panel';
import { UrlFullScreenPanel } from '../panels/grid/url-full-screen-panel';
import { BoardLoadState } from '../panels/grid/board-load-state';
import { PageMessage } from '../ui/page/page-message';
import { problemTextOf } from '../live/board-problem-text';
import { readUrlRange } from '../time-range/url-range';
import { idlePointer } from './idle-pointer';
import { DEFAULT_STOP_MS, readRotation } from './board-rotation';
import { tvRows, tvScale } from './tv-scale';
import { TvStatus } from './tv-status';
import { WakeLock } from './wake-lock';
import { tvScreens } from './tv-screens';

/** Keys of a keyboard or a presenter that go to the next or previous page or board. */
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

/**
 * The TV mode, `/boards/:slug?tv&rotate=shop:30s,this-server:1m`: a board and one status line, for screens that run for
 * months. The whole board is on the screen, or one page at a time if it would be too small to read. With `tv=whole` it is
 * always shown on one page. Arrow keys go to the next page or board. Escape leaves the TV mode.
 */
@Component({
  selector: 'bc-tv-page',
  imports: [BoardGrid, BoardLoadState, PageMessage, TvStatus],
  providers: [LiveBoard, WakeLock, { provide: FullScreenPanel, useClass: UrlFullScreenPanel }],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown)': 'handleKey($event)' },
  templateUrl: './tv-page.html',
  styleUrl: './tv-page.scss',
})
export class TvPage {
  /** Route and query parameters. */
  readonly slug = input.required<string>();
  readonly tv = input<string>();
  readonly range = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly rotate = input<string | readonly string[]>();

  private readonly live = inject(LiveBoard);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  private readonly scheduler = inject(LIVE_ENVIRONMENT).scheduler;
  private readonly requestedRange = computed(
    () => readUrlRange({ range: this.range(), from: this.from(), to: this.to() }),
    {
      equal: sameRange,
    },
  );
  private readonly rotation = computed(() => readRotation(this.rotate()));
  private readonly stops = computed(() => this.rotation().stops);
  /** Index of the current stop; -1 if the board is not in the rotation. */
  private readonly position = linkedSignal(() => {
    const shown = untracked(this.slug);
    return this.stops().findIndex(({ slug }) => slug === shown);
  });
  private readonly size = toSignal(windowSize(this.document), { requireSync: true });

  protected readonly idle = idlePointer();
  protected readonly status = this.live.status;
  protected readonly problem = problemTextOf(this.live, this.slug);

  /** The previous board stays until the next one has loaded, so that the screen does not flicker. */
  protected readonly view = linkedSignal<Shown, BoardView | undefined>({
    source: () => ({ view: this.live.view(), isFailed: this.problem() !== undefined }),
    computation: ({ view, isFailed }, previous) => view ?? (isFailed ? undefined : previous?.value),
  });

  protected readonly heading = computed(() => this.view()?.board.title ?? this.problem()?.title ?? this.slug());
  private readonly panels = computed(() => this.view()?.board.panels ?? []);
  private readonly pages = computed(() =>
    tvScreens(this.panels(), this.tv() === 'whole' ? Infinity : tvRows(this.size().width, this.size().height)),
  );
  /** The slug of the board on the screen. It differs from `slug` until the next board has loaded. */
  private readonly shownSlug = computed(() => this.view()?.board.slug);
  private readonly pageNumber = linkedSignal({ source: this.shownSlug, computation: () => 0 });
  private readonly pageIndex = computed(() => Math.min(this.pageNumber(), this.pages().length - 1));
  protected readonly page = computed(() => {
    const [view, page] = [this.view(), this.pages()[this.pageIndex()]];
    return view && page && { rows: page.rows, view: { ...view, board: { ...view.board, panels: page.panels } } };
  });
  protected readonly place = computed(() => {
    const [stops, pages] = [this.stops().length, this.pages().length];
    const places = [
      stops > 1 && this.position() >= 0 && $localize`${this.position() + 1}:number: of ${stops}:count:`,
      pages > 1 && $localize`page ${this.pageIndex() + 1}:number: of ${pages}:count:`,
    ].filter((text) => text !== false);
    return places.length === 0 ? undefined : places.join(' · ');
  });
  protected readonly message = computed(() => {
    const problem = this.view() && this.problem();
    return problem ? `${problem.title}. ${problem.text}` : this.rotation().errors[0];
  });
  /** The same on all pages, so that the text size does not change from page to page. */
  protected readonly scale = computed(() =>
    tvScale(this.size().width, this.size().height, Math.max(...this.pages().map(({ rows }) => rows))),
  );
  /** What is on the screen, and for how long. `durationMs` is undefined if there is no other page or board. */
  private readonly showing = computed(
    () => {
      const [stops, position] = [this.stops(), this.position()];
      const hasNext = this.pages().length > 1 || stops.length > 1 || (stops.length === 1 && position < 0);
      const stop = stops[position] ?? stops.find(({ slug }) => slug === this.slug());
      return {
        position,
        page: this.pageIndex(),
        durationMs: hasNext ? (stop?.durationMs ?? DEFAULT_STOP_MS) : undefined,
      };
    },
    { equal: (a, b) => a.position === b.position && a.page === b.page && a.durationMs === b.durationMs },
  );

  constructor() {
    inject(WakeLock);
    const title = inject(Title);
    const version = inject(NewVersion);
    version.watch(this.status);
    effect(() => {
      if (version.isAvailable()) version.reload();
    });
    effect(() => {
      this.live.show(this.slug(), this.requestedRange());
    });
    effect(() => {
      title.setTitle(`${this.heading()} · Boardcast`);
    });
    toObservable(this.showing)
      .pipe(
        switchMap(({ durationMs }) => (durationMs === undefined ? EMPTY : timer(durationMs, this.scheduler))),
        takeUntilDestroyed(),
      )
      .subscribe(() => {
        this.goTo(1);
      });
    fromEvent(this.document, 'fullscreenchange')
      .pipe(
        filter(() => this.document.fullscreenElement === null),
        takeUntilDestroyed(),
      )
      // In full screen, the browser handles Escape itself.
      .subscribe(() => {
        this.leave();
      });
  }

  protected handleKey({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): void {
    if (altKey || ctrlKey || metaKey) return;
    if (key === 'Escape') this.leave();
    else if (Object.hasOwn(STEPS, key)) this.goTo(STEPS[key] ?? 0);
  }

  /** Goes to the next or previous page. After the last page comes the next board, after the last board the first. */
  private goTo(step: number): void {
    const [page, pages] = [this.pageIndex() + step, this.pages().length];
    if (page >= 0 && page < pages) this.pageNumber.set(page);
    else if (!this.goToBoard(step)) this.pageNumber.set((page + pages) % pages);
  }

  /**
   * Goes to the next or previous board and updates the URL, so that a reload shows the same board.
   *
   * @returns whether there is another board
   */
  private goToBoard(step: number): boolean {
    const stops = this.stops();
    const from = Math.max(this.position(), step > 0 ? -1 : 0);
    const position = (from + step + stops.length) % stops.length;
    const next = stops[position];
    if (next === undefined) return false;
    this.position.set(position);
    if (next.slug === this.slug()) return false;
    void this.router.navigate(['/boards', next.slug], { queryParamsHandling: 'preserve', replaceUrl: true });
    return true;
  }

  private leave(): void {
    // Undefined in browsers without the Fullscreen API (iPhone).
    if (this.document.fullscreenElement) void this.document.exitFullscreen();
    void this.router.navigate(['/boards', this.slug()], {
      queryParams: { tv: null, rotate: null },
      queryParamsHandling: 'merge',
    });
  }
}

interface Shown {
  readonly view: BoardView | undefined;
  readonly isFailed: boolean;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Emits the size of the window now and whenever it changes. */
function windowSize({ defaultView, documentElement }: Document): Observable<Size> {
  const resized$ = defaultView === null ? EMPTY : fromEvent(defaultView, 'resize');
  return resized$.pipe(
    startWith(undefined),
    map(() => ({ width: documentElement.clientWidth, height: documentElement.clientHeight })),
  );
}
