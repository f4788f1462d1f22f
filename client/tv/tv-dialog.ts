import {
  ChangeDetectionStrategy,
  Component,
  DOCUMENT,
  ElementRef,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { Router, type UrlTree } from '@angular/router';
import { SERVER_ADDRESS } from '../api/server';
import { LiveBoardList } from '../live/board-list/live-board-list';
import { CopyCode } from '../ui/copy-code';
import { sharedTitles } from '../live/board-list/shared-titles';
import { DEFAULT_STOP_MS, type Stop, readStopTime, writeRotation, writeStopTime } from './board-rotation';

/** The settings of one board in the dialog. A board with an invalid time is not shown. */
interface Choice {
  readonly isShown: boolean;
  readonly time: string;
}

/** Selects the boards of the TV mode. Starts it on this screen, or shows a link for the browser of the TV. */
@Component({
  selector: 'bc-tv-dialog',
  imports: [CopyCode],
  providers: [LiveBoardList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './tv-dialog.html',
  styleUrl: './tv-dialog.scss',
})
export class TvDialog {
  /** The board on which the dialog was opened, which is selected at first. */
  readonly slug = input.required<string>();
  readonly closed = output();

  private readonly list = inject(LiveBoardList);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  private readonly server = inject(SERVER_ADDRESS);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  private readonly choices = signal<ReadonlyMap<string, Choice>>(new Map());

  protected readonly isOffline = computed(() => this.list.status().state === 'offline');
  protected readonly rows = computed(() => {
    const boards = this.list.boards() ?? [{ slug: this.slug(), title: this.slug() }];
    const shared = sharedTitles(boards);
    return boards.map(({ slug, title }) => {
      const { isShown, time } = this.choiceOf(slug);
      return { slug, title, isShared: shared.has(title), isShown, time, isInvalid: readStopTime(time) === undefined };
    });
  });
  protected readonly stops = computed(() =>
    this.rows().flatMap(({ slug, isShown, time }): Stop[] => {
      const durationMs = readStopTime(time);
      return isShown && durationMs !== undefined ? [{ slug, durationMs }] : [];
    }),
  );
  protected readonly tree = computed<UrlTree | undefined>(() => {
    const stops = this.stops();
    const first = stops.find(({ slug }) => slug === this.slug()) ?? stops[0];
    if (first === undefined) return undefined;
    const rotate = stops.length > 1 || first.durationMs !== DEFAULT_STOP_MS ? writeRotation(stops) : null;
    return this.router.createUrlTree(['/boards', first.slug], {
      queryParams: { tv: '', rotate },
      queryParamsHandling: 'merge',
    });
  });
  protected readonly link = computed(() => {
    const tree = this.tree();
    // The router writes `tv=`. Plain `tv` is easier to type.
    return tree && this.server.base + this.router.serializeUrl(tree).replace(/([?&]tv)=(?=&|$)/, '$1');
  });

  constructor() {
    afterNextRender(() => {
      this.dialog().nativeElement.showModal();
    });
  }

  protected choose(slug: string, change: Partial<Choice>): void {
    this.choices.update((choices) => new Map(choices).set(slug, { ...this.choiceOf(slug), ...change }));
  }

  protected textOf(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected isChecked(event: Event): boolean {
    return (event.target as HTMLInputElement).checked;
  }

  protected start(event: Event): void {
    event.preventDefault();
    const tree = this.tree();
    if (tree === undefined) return;
    const { documentElement, fullscreenEnabled } = this.document;
    const fullScreen = fullscreenEnabled ? documentElement.requestFullscreen() : Promise.resolve();
    // If the browser rejects full screen (by policy), the TV mode starts in the window.
    void fullScreen.catch(() => undefined).then(() => this.router.navigateByUrl(tree));
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  private choiceOf(slug: string): Choice {
    return this.choices().get(slug) ?? { isShown: slug === this.slug(), time: writeStopTime(DEFAULT_STOP_MS) };
  }
}
