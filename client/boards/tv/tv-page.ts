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
import { EMPTY, type Observable, combineLatest, filter, fromEvent, map, startWith, switchMap, timer } from 'rxjs';
import { sameRange } from '../../../wire/range';
import type { BoardView } from '../../live/board-view';
import { LiveBoard } from '../../live/live-board';
import { LiveEnvironment } from '../../live/live-environment';
import { NewVersion } from '../../live/new-version';
import { BoardGrid } from '../board-grid';
import { BoardOutline } from '../board-outline';
import { Message } from '../message';
import { problemWords } from '../problem-words';
import { readAddress } from '../time/address-range';
import { idlePointer } from './idle-pointer';
import { DEFAULT_STOP_MS, readRotation } from './rotation';
import { tvScale } from './tv-scale';
import { TvStatus } from './tv-status';
import { WakeLock } from './wake-lock';

/** What the keys of a keyboard or of a presenter do: a step in the rotation. */
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

/**
 * `/boards/:slug?tv&rotate=shop:30s,this-server:1m`: a board as a wall shows it, for months. All of it is on the screen,
 * nothing else but one line of words. Arrow keys turn to the next board, Escape leaves.
 */
@Component({
  selector: 'bc-tv-page',
  imports: [BoardGrid, BoardOutline, Message, TvStatus],
  providers: [LiveBoard, WakeLock],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown)': 'pressed($event)' },
  templateUrl: './tv-page.html',
  styleUrl: './tv-page.scss',
})
export class TvPage {
  /** From the address. */
  readonly slug = input.required<string>();
  readonly range = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly rotate = input<string>();

  private readonly live = inject(LiveBoard);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  private readonly scheduler = inject(LiveEnvironment).scheduler;
  private readonly askedRange = computed(() => readAddress({ range: this.range(), from: this.from(), to: this.to() }), {
    equal: sameRange,
  });
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
    return problem && problemWords(this.slug(), problem);
  });

  /** The board before stays until the next one has come: a wall does not blink. */
  protected readonly view = linkedSignal<Shown, BoardView | undefined>({
    source: () => ({ view: this.live.view(), isRefused: this.problem() !== undefined }),
    computation: ({ view, isRefused }, before) => view ?? (isRefused ? undefined : before?.value),
  });

  protected readonly heading = computed(() => this.view()?.board.title ?? this.problem()?.title ?? this.slug());
  protected readonly place = computed(() => {
    const { length } = this.stops();
    return length > 1 && this.position() >= 0
      ? $localize`${this.position() + 1}:number: of ${length}:count:`
      : undefined;
  });
  protected readonly words = computed(() => {
    const problem = this.view() && this.problem();
    return problem ? `${problem.title}. ${problem.text}` : this.rotation().mistakes[0];
  });
  protected readonly rows = computed(() =>
    Math.max(1, ...(this.view()?.board.panels ?? []).map(({ layout }) => layout.y + layout.h)),
  );
  protected readonly scale = computed(() => tvScale(this.size().width, this.size().height, this.rows()));

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
    combineLatest([toObservable(this.position), toObservable(this.stops)])
      .pipe(
        switchMap(([position, stops]) =>
          stops.length > 1 || (stops.length === 1 && position < 0)
            ? timer(stops[position]?.ms ?? DEFAULT_STOP_MS, this.scheduler)
            : EMPTY,
        ),
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

  /** To the stop so many steps on; after the last comes the first. The address goes along, so that a reload stays. */
  private turn(steps: number): void {
    const stops = this.stops();
    const from = Math.max(this.position(), steps > 0 ? -1 : 0);
    const position = (from + steps + stops.length) % stops.length;
    const next = stops[position];
    if (next === undefined) return;
    this.position.set(position);
    void this.router.navigate(['/boards', next.slug], { queryParamsHandling: 'preserve', replaceUrl: true });
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
