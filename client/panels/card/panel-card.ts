import { NgComponentOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  model,
  signal,
  untracked,
} from '@angular/core';
import type { Panel } from '../../../wire/schemas/board';
import type { Frame } from '../../../wire/schemas/frame';
import { isFixed, RANGE_MS, type TimeRange } from '../../../wire/range';
import { SERVER_ADDRESS } from '../../api/server';
import type { PanelView } from '../../stream/snapshot/board-view';
import type { ConnectionState } from '../../stream/connection/connection-status';
import { Announcer } from '../../ui/announcer';
import { CopyCode } from '../../ui/copy-code';
import { Icon } from '../../ui/icon';
import { formatSpan } from '../../i18n/format/format-time';
import { InfoButton } from '../../ui/overlay/info-button';
import { ServerClock } from '../../common/server-clock';
import { ViewportVisibility } from '../../ui/viewport/viewport-visibility';
import { Ticker } from '../../common/ticker';
import { coverageOf } from './series-coverage';
import { emptyReasonOf } from './empty-reason';
import { pushExample } from './push-example';
import { PanelMenu } from './panel-menu/panel-menu';
import { FrameTable } from './frame-table/frame-table';
import { KnownMetrics } from './known-metrics';
import { durationOption, textOption } from '../options/panel-option-values';
import { panelTypeOf } from './panel-types';
import { PanelSkeleton } from './panel-skeleton';
import { staleAtOf } from '../data/frame-columns';
import { StateMark } from '../state-mark/state-mark';
import { withDisplayNames } from './frame-display-names';
import { freshnessInWindow, freshnessOf, panelStateOf, type Freshness } from './panel-state';

const NO_DATA: Frame = { fields: [] };

/**
 * The card of one panel: its title, its age if it matters, and its content or a message why there is none.
 *
 * Options of all panel types: `description`, and `staleAfter` (a duration like `5m`).
 */
@Component({
  selector: 'bc-panel',
  imports: [NgComponentOutlet, CopyCode, FrameTable, Icon, InfoButton, PanelMenu, PanelSkeleton, StateMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './panel-card.html',
  styleUrl: './panel-card.scss',
  providers: [ViewportVisibility],
  host: { '[class.full-screen]': 'fullScreen()' },
})
export class PanelCard {
  readonly panel = input.required<Panel>();
  /** Undefined until the first response with this panel. */
  readonly view = input.required<PanelView | undefined>();
  readonly range = input.required<TimeRange>();
  readonly link = input.required<ConnectionState>();
  /** Whether the panel has a menu: full screen, table, CSV, image, push example. */
  readonly menu = input(false);
  /** Whether the panel fills the page. The component that lays out the panels decides; the panel only requests it. */
  readonly fullScreen = model(false);

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly server = inject(SERVER_ADDRESS);
  private readonly ticker = inject(Ticker);
  private readonly serverClock = inject(ServerClock);
  private readonly announcer = inject(Announcer);
  private readonly knownMetrics = inject(KnownMetrics);

  private readonly serverNow = computed(() => this.ticker.now() + this.serverClock.aheadMs());

  /** A fixed time range does not show the present, and data pushed now would not appear in it. */
  protected readonly isPastRange = computed(() => isFixed(this.range()));
  /** The panel's own range, if it has one. It is shown, because users expect all panels to have the board's range. */
  protected readonly ownRange = computed(() => {
    const range = this.view()?.data.range;
    return range && formatSpan(RANGE_MS[range]);
  });
  protected readonly titleId = computed(() => `panel-${this.panel().id}`);
  protected readonly panelType = computed(() => panelTypeOf(this.panel().type));
  protected readonly state = computed(() => panelStateOf(this.view()));
  /** The frame that is drawn, with display names instead of keys. */
  protected readonly frame = computed(() => {
    const { frame } = this.state();
    return frame && withDisplayNames(frame, this.panel().query);
  });
  protected readonly description = computed(() => textOption(this.panel().options, 'description'));

  /** Whether the viewer has chosen the table. It appears as soon as there is data, also for unknown panel types. */
  protected readonly asTable = signal(false);
  protected readonly tableFrame = computed(() => (this.asTable() ? this.frame() : undefined));

  /** Evaluated each second, but changes only with the text or the staleness. Data of the past does not age. */
  protected readonly freshness = computed<Freshness>(
    () => {
      const range = this.range();
      if (isFixed(range)) return freshnessInWindow(range, this.view(), this.serverNow());
      const staleAfter = durationOption(this.panel().options, 'staleAfter');
      return freshnessOf(this.view(), this.link(), this.serverNow(), staleAfter);
    },
    { equal: (a: Freshness, b: Freshness) => a.stale === b.stale && a.dead === b.dead && a.age === b.age },
  );

  /** Whether the content is dimmed, because it may not be current. Panels that need no data are never dimmed. */
  protected readonly dimmed = computed(
    () =>
      this.panelType()?.needsNoData !== true &&
      ((this.freshness().stale && !this.dimsRows()) || this.link() === 'offline' || this.state().error !== undefined),
  );

  private readonly dimsRows = computed(() => {
    const frame = this.frame();
    return this.panelType()?.dimsRows === true && frame !== undefined && staleAtOf(frame) !== undefined;
  });

  /** The error, if the last data is still shown beside it. Without data, the error replaces the content. */
  protected readonly errorBesideData = computed(() => {
    const { phase, error } = this.state();
    return phase === 'shown' ? error : undefined;
  });

  /** What the shown data does not contain. */
  protected readonly warning = computed(() => {
    if (this.state().phase !== 'shown') return undefined;
    const coverage = coverageOf(this.panel(), this.frame() ?? NO_DATA);
    const messages = [coverage?.text, this.view()?.data.warning].filter((text) => text !== undefined);
    return messages.length > 0 ? { text: messages.join(' · '), worst: coverage?.worst } : undefined;
  });

  protected readonly pushExample = computed(() =>
    pushExample(this.server.base, this.panel().query, { frame: this.state().frame }),
  );

  /** Why the panel is empty; undefined if it is not. */
  protected readonly emptyReason = computed(() => {
    if (this.state().phase !== 'empty') return undefined;
    return emptyReasonOf(this.panel().query, this.view()?.data.frame, this.knownMetrics.keys());
  });

  protected readonly contentInputs = computed(() => ({
    panel: this.panel(),
    frame: this.frame() ?? NO_DATA,
    range: this.range(),
    ...(this.panelType()?.usesFullScreen === true ? { fullScreen: this.fullScreen() } : {}),
  }));

  private readonly summary = computed(() => {
    const { query, options } = this.panel();
    const frame = this.frame();
    return frame && this.panelType()?.summarize(frame, query, options);
  });

  /** Why the data cannot be shown, although its columns fit this panel type. */
  protected readonly problem = computed(() => {
    const { query, options } = this.panel();
    const frame = this.frame();
    return frame && this.panelType()?.problem?.(frame, query, options);
  });

  /** Whether there is data, but none that this panel type can show, such as events in a number panel. */
  protected readonly isUnsupported = computed(
    () => this.panelType()?.needsNoData !== true && this.frame() !== undefined && !this.canDraw(),
  );

  private readonly canDraw = computed(() => {
    const frame = this.frame();
    const canDraw = this.panelType()?.canDraw;
    return frame !== undefined && canDraw !== undefined ? canDraw(frame) : this.summary() !== undefined;
  });

  /** What data this panel type requires, if its name does not say so. */
  protected readonly requirement = computed(() => this.panelType()?.requirement);

  private readonly screenReaderText = computed(() => {
    const { title } = this.panel();
    const { error } = this.state();
    if (error !== undefined) return `${title}: ${error}`;
    const values = this.summary();
    if (values === undefined) return undefined;
    const { stale, dead, ended } = this.freshness();
    if (ended) return $localize`${title}:title:: ${values}:values:, ended`;
    if (dead) return $localize`${title}:title:: ${values}:values:, no new data`;
    return stale ? $localize`${title}:title:: ${values}:values:, late` : `${title}: ${values}`;
  });

  constructor() {
    effect(() => {
      this.view();
      if (this.emptyReason() === 'unknown' && !this.isPastRange()) this.knownMetrics.fetch();
    });
    let lastText: string | undefined;
    const text = (): string | undefined => {
      const text = this.screenReaderText();
      if (text === lastText) return undefined;
      lastText = text ?? lastText;
      return text;
    };
    effect(() => {
      this.state();
      this.freshness();
      // The first values are not read out: nothing has changed yet.
      if (lastText === undefined) lastText = untracked(this.screenReaderText);
      else {
        const focused = this.host.matches(':focus-within');
        this.announcer.say({ key: untracked(this.panel).id, text, focused });
      }
    });
  }
}
