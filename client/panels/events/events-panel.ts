import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  afterRenderEffect,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import type { Panel } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import type { TimeRange } from '../../../wire/range';
import type { PanelContent } from '../panel-content';
import { OverflowSummary } from '../overflow/overflow-summary';
import { RelativeTime } from '../time/relative-time';
import { ServerTime } from '../time/server-time';
import { formatShortTime, formatShortDate } from '../time/record-time';
import { StateMark } from '../state-mark/state-mark';
import { EventSearch } from './event-search';
import { ALL_EVENTS, filterEvents } from './event-filter';
import { readEvents, type PanelEvent } from './events-data';
import { ScrollAnchor } from './scroll-anchor';

/** What happened, the newest first; where it fills the page also to be searched. Options: `limit`. */
@Component({
  selector: 'bc-events-panel',
  imports: [RelativeTime, EventSearch, OverflowSummary, StateMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './events-panel.html',
  styleUrl: './events-panel.scss',
})
export class EventsPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();
  readonly fullScreen = input(false);

  private readonly time = inject(ServerTime);
  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  private readonly scrollAnchor = new ScrollAnchor();

  protected readonly filter = signal(ALL_EVENTS);
  protected readonly events = computed(() => readEvents(this.frame(), this.panel().options));
  /** Nothing is hidden where nobody could see why. */
  private readonly visible = computed(() =>
    this.fullScreen() ? filterEvents(this.events(), this.filter()) : this.events(),
  );

  protected readonly lines = computed(() => {
    const today = this.time.today();
    return this.visible().map((event) => ({ ...event, ...formattedTime(event, today) }));
  });

  protected readonly levels = computed(() => this.lines().map(({ level }) => level));

  constructor() {
    afterRenderEffect(() => {
      this.visible();
      this.scrollAnchor.restore(this.scroller().nativeElement);
    });
  }

  protected rememberScroll(): void {
    this.scrollAnchor.remember(this.scroller().nativeElement);
  }
}

/** When it happened, for people and for programs. */
function formattedTime({ time, date }: PanelEvent, today: number): { readonly clock: string; readonly iso?: string } {
  if (date !== undefined) return { clock: formatShortDate(date, today), iso: date };
  return time === undefined
    ? { clock: '–' }
    : { clock: formatShortTime(time, today), iso: new Date(time).toISOString() };
}
