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
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import type { PanelContent } from '../../panel-content';
import { OverflowSummary } from '../../overflow/overflow-summary';
import { RelativeTime } from '../../time/relative-time';
import { ServerTime } from '../../time/server-time';
import { formatShortTime, formatShortDate } from '../../time/record-time';
import { StateMark } from '../../state-mark/state-mark';
import { EventSearch } from './event-search';
import { ALL_EVENTS, filterEvents } from './event-filter';
import { readEvents, type PanelEvent } from './events-data';
import { ScrollAnchor } from './scroll-anchor';

/** A list of events, the newest first. In full screen, it can be searched. Options: `limit`. */
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
  /** The filter applies only in full screen, where it is visible. */
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

/** Returns the time of an event as text and in ISO 8601. */
function formattedTime({ time, date }: PanelEvent, today: number): { readonly clock: string; readonly iso?: string } {
  if (date !== undefined) return { clock: formatShortDate(date, today), iso: date };
  return time === undefined
    ? { clock: '–' }
    : { clock: formatShortTime(time, today), iso: new Date(time).toISOString() };
}
