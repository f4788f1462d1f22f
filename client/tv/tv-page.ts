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
import type { BoardView } from '../live/snapshot/board-view';
import { LiveBoard } from '../live/live-board';
import { LiveEnvironment } from '../live/live-environment';
import { NewVersion } from '../live/new-version/new-version';
import { BoardGrid } from '../panels/grid/board-grid';
import { BoardSkeleton } from '../panels/grid/board-skeleton';
import { PageMessage } from '../ui/page/page-message';
import { boardProblemText } from '../live/board-problem-text';
import { readUrlRange } from '../time-range/url-range';
import { idlePointer } from './idle-pointer';
import { DEFAULT_STOP_MS, readRotation } from './board-rotation';
import { tvRows, tvScale } from './tv-scale';
import { TvStatus } from './tv-status';
import { WakeLock } from './wake-lock';
import { tvScreens } from './tv-screens';

/** What the keys of a keyboard or of a presenter do: a step through the pages, and on to the next board. */
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

/**
 * `/boards/:slug?tv&rotate=shop:30s,this-server:1m`: a board as a wall shows it, for months, with nothing else but one
 * line of words. All of it is on the screen, or where that would be too small to be read, a page of it at a time; with
 * `tv=whole` all of it all the same. Arrow keys turn to the next page and the next board, Escape leaves.
 */
@Component({
  selector: 'bc-tv-page',
  imports: [BoardGrid, BoardSkeleton, PageMessage, TvStatus],
  providers: [LiveBoard, WakeLock],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown)': 'pressed($event)' },
  templateUrl: './tv-page.html',
  styleUrl: './tv-page.scss',
})
export class TvPage {
  /** From the address. */
  readonly slug = input.required<string>();
  readonly tv = input<string>();
  readonly range = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly rotate = input<string | readonly string[]>();

  private readonly live = inject(LiveBoard);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  private readonly scheduler = inject(LiveEnvironment).scheduler;
  private readonly askedRange = computed(
    () => readUrlRange({ range: this.range(), from: this.from(), to: this.to() }),
    {
      equal: sameRange,
    },
  );
  private readonly rotation = computed(() => readRotation(this.rotate()));
  private readonly stops = computed(() => this.rotation().stops);
  /** Which stop is shown; -1 is a board that is not in the rotation. */
  private readonly position = linkedSignal(() => {
    const shown = untracked(this.slug);
    return this.stops().findIndex(({ slug }) => slug === shown);
  });
  private readonly size = toSignal(sizeOf(this.document), { requireSync: true });

  protected readonly idle = idlePointer();
  protected readonly status = this.live.status;
  protected readonly problem = computed(() => {
    const problem = this.live.problem();
    return problem && boardProblemText(this.slug(), problem);
  });

  /** The board before stays until the next one has come: a wall does not blink. */
  protected readonly view = linkedSignal<Shown, BoardView | undefined>({
    source: () => ({ view: this.live.view(), isRefused: this.problem() !== undefined }),
    computation: ({ view, isRefused }, before) => view ?? (isRefused ? undefined : before?.value),
  });

  protected readonly heading = computed(() => this.view()?.board.title ?? this.problem()?.title ?? this.slug());
  private readonly panels = computed(() => this.view()?.board.panels ?? []);
  private readonly pages = computed(() =>
    tvScreens(this.panels(), this.tv() === 'whole' ? Infinity : tvRows(this.size().width, this.size().height)),
  );
  /** Of the board that is shown, which is not the one of the address until that has come. */
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
    ].filter((words) => words !== false);
    return places.length === 0 ? undefined : places.join(' · ');
  });
  protected readonly words = computed(() => {
    const problem = this.view() && this.problem();
    return problem ? `${problem.title}. ${problem.text}` : this.rotation().mistakes[0];
  });
  /** The same on all pages: type that changes its size with each turn would be restless. */
  protected readonly scale = computed(() =>
    tvScale(this.size().width, this.size().height, Math.max(...this.pages().map(({ rows }) => rows))),
  );
  /** What is seen, and for how long; `ms` is undefined where there is nothing else to see. */
  private readonly showing = computed(
    () => {
      const [stops, position] = [this.stops(), this.position()];
      const turns = this.pages().length > 1 || stops.length > 1 || (stops.length === 1 && position < 0);
      const stop = stops[position] ?? stops.find(({ slug }) => slug === this.slug());
      return { position, page: this.pageIndex(), ms: turns ? (stop?.ms ?? DEFAULT_STOP_MS) : undefined };
    },
    { equal: (a, b) => a.position === b.position && a.page === b.page && a.ms === b.ms },
  );

  constructor() {
    inject(WakeLock);
    const title = inject(Title);
    const version = inject(NewVersion);
    version.watch(this.status);
    effect(() => {
      if (version.isHere()) version.reload();
    });
    effect(() => {
      this.live.show(this.slug(), this.askedRange());
    });
    effect(() => {
      title.setTitle(`${this.heading()} · Boardcast`);
    });
    toObservable(this.showing)
      .pipe(
        switchMap(({ ms }) => (ms === undefined ? EMPTY : timer(ms, this.scheduler))),
        takeUntilDestroyed(),
      )
      .subscribe(() => {
        this.turn(1);
      });
    fromEvent(this.document, 'fullscreenchange')
      .pipe(
        filter(() => this.document.fullscreenElement === null),
        takeUntilDestroyed(),
      )
      // In full screen the browser keeps Escape to itself.
      .subscribe(() => {
        this.leave();
      });
  }

  protected pressed({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): void {
    if (altKey || ctrlKey || metaKey) return;
    if (key === 'Escape') this.leave();
    else if (Object.hasOwn(STEPS, key)) this.turn(STEPS[key] ?? 0);
  }

  /** A page on, or back; past the last one to the next stop, after the last of which comes the first. */
  private turn(step: number): void {
    const [page, pages] = [this.pageIndex() + step, this.pages().length];
    if (page >= 0 && page < pages) this.pageNumber.set(page);
    else if (!this.turnBoard(step)) this.pageNumber.set((page + pages) % pages);
  }

  /**
   * The address goes along, so that a reload stays.
   *
   * @returns whether there is another board to turn to
   */
  private turnBoard(step: number): boolean {
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
    // Undefined where there is no such thing (iPhone).
    if (this.document.fullscreenElement) void this.document.exitFullscreen();
    void this.router.navigate(['/boards', this.slug()], {
      queryParams: { tv: null, rotate: null },
      queryParamsHandling: 'merge',
    });
  }
}

interface Shown {
  readonly view: BoardView | undefined;
  readonly isRefused: boolean;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The window's, now and whenever it changes. */
function sizeOf({ defaultView, documentElement }: Document): Observable<Size> {
  const resized$ = defaultView === null ? EMPTY : fromEvent(defaultView, 'resize');
  return resized$.pipe(
    startWith(undefined),
    map(() => ({ width: documentElement.clientWidth, height: documentElement.clientHeight })),
  );
}
