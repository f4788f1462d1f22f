import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import { isFixed, type TimeRange } from '../../../../wire/range';
import { FadeOnChange } from '../../../ui/viewport/fade-on-change';
import type { PanelContent } from '../../panel-content';
import { OverflowSummary } from '../../overflow/overflow-summary';
import { RelativeTime } from '../../time/relative-time';
import { ServerTime } from '../../time/server-time';
import { StateMark } from '../../state-mark/state-mark';
import { sameMissedReports, type MissedReport, missedReportsAt } from './missed-reports';
import { arrangeStatuses, COMPACT_FROM, presentState, readStatuses } from './status-data';
import { StatusStrip } from './status-strip';

/** From this number of entries on, each has less room, and the panel shows the number in each state. */
const MANY_FROM = 13;

/**
 * Statuses: one in large, a list of a dozen, or a grid of two hundred. Options: see `readStatuses` and
 * `arrangeStatuses`.
 */
@Component({
  selector: 'bc-status-panel',
  imports: [RelativeTime, FadeOnChange, OverflowSummary, StateMark, StatusStrip],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './status-panel.html',
  styleUrl: './status-panel.scss',
})
export class StatusPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  private readonly time = inject(ServerTime);

  private readonly all = computed(() => {
    const { query, options } = this.panel();
    return readStatuses(this.frame(), query, options);
  });

  /** The late and dead statuses, by key. In a fixed time range, there are none. */
  protected readonly missedReports = computed(
    () => (isFixed(this.range()) ? new Map<string, MissedReport>() : missedReportsAt(this.all(), this.time.now())),
    { equal: sameMissedReports },
  );

  protected readonly grid = computed(() => arrangeStatuses(this.all(), this.panel().options, this.missedReports()));

  /** The states of all entries, in the order in which they are shown. */
  protected readonly states = computed(() => {
    const { entries, hidden } = this.grid();
    return [...entries, ...hidden].map((entry) => presentState(entry, this.missedReports().get(entry.key)));
  });

  protected readonly density = computed(() => {
    const count = this.grid().entries.length;
    // A strip needs a line of its own, as wide as possible.
    const few = count < (this.grid().entries[0]?.strip ? COMPACT_FROM : MANY_FROM);
    return count === 1 ? 'one' : few ? 'few' : count < COMPACT_FROM ? 'many' : 'compact';
  });

  protected readonly showsCounts = computed(() => this.grid().entries.length >= MANY_FROM);
}
