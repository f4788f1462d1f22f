import { NgComponentOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  DOCUMENT,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  model,
  signal,
  untracked,
} from '@angular/core';
import type { Panel } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import { isFixed, RANGE_MS, type TimeRange } from '../../../wire/range';
import type { PanelView } from '../../live/snapshot/board-view';
import type { ConnectionState } from '../../live/connection/connection-status';
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
import { panelTypeOf } from './panel-components';
import { PanelSkeleton } from './panel-skeleton';
import { staleAtOf } from '../data/frame-columns';
import { StateMark } from '../state-mark/state-mark';
import { withDisplayNames } from './frame-display-names';
import { freshnessInWindow, freshnessOf, panelStateOf, type Freshness } from './panel-state';

const NO_DATA: Frame = { fields: [] };

/**
 * One panel: its title, its age where that matters, and its content or, in words, why there is none. Options of every
 * type: `description`, and `staleAfter` (a duration like `5m`).
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
  /** Undefined until the first answer names it. */
  readonly view = input.required<PanelView | undefined>();
  readonly range = input.required<TimeRange>();
  readonly link = input.required<ConnectionState>();
  /** Whether it offers its menu: full screen, table, CSV, image, how to feed it. */
  readonly menu = input(false);
  /** Whether it fills the page; who places the panels decides, the panel only asks. */
  readonly fullScreen = model(false);

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly document = inject(DOCUMENT);
  private readonly ticker = inject(Ticker);
  private readonly serverClock = inject(ServerClock);
  private readonly announcer = inject(Announcer);
  private readonly knownMetrics = inject(KnownMetrics);

  private readonly serverNow = computed(() => this.ticker.now() + this.serverClock.aheadMs());

  /** Nobody takes a fixed part of time for the present, and nobody can feed it now. */
  protected readonly isPastRange = computed(() => isFixed(this.range()));
  /** Said where it is the panel's own, or the same time would be taken for granted in all panels. */
  protected readonly ownRange = computed(() => {
    const range = this.view()?.data.range;
    return range && formatSpan(RANGE_MS[range]);
  });
  protected readonly titleId = computed(() => `panel-${this.panel().id}`);
  protected readonly panelType = computed(() => panelTypeOf(this.panel().type));
  protected readonly state = computed(() => panelStateOf(this.view()));
  /** What is drawn, by the names that are shown. */
  protected readonly frame = computed(() => {
    const { frame } = this.state();
    return frame && withDisplayNames(frame, this.panel().query);
  });
  protected readonly description = computed(() => textOption(this.panel().options, 'description'));

  /** Whether the viewer wants the figures. They are shown as soon as there are any, of panels of unknown types too. */
  protected readonly asTable = signal(false);
  protected readonly tableFrame = computed(() => (this.asTable() ? this.frame() : undefined));

  /** Looked at each second; only another text or another staleness is a change. What lies in the past does not age. */
  protected readonly freshness = computed<Freshness>(
    () => {
      const range = this.range();
      if (isFixed(range)) return freshnessInWindow(range, this.view(), this.serverNow());
      const staleAfter = durationOption(this.panel().options, 'staleAfter');
      return freshnessOf(this.view(), this.link(), this.serverNow(), staleAfter);
    },
    { equal: (a: Freshness, b: Freshness) => a.stale === b.stale && a.dead === b.dead && a.age === b.age },
  );

  /** Whether what is drawn must not be taken for the present. What draws no data is never old. */
  protected readonly dimmed = computed(
    () =>
      this.panelType()?.needsNoData !== true &&
      ((this.freshness().stale && !this.dimsRows()) || this.link() === 'offline' || this.state().error !== undefined),
  );

  private readonly dimsRows = computed(() => {
    const frame = this.frame();
    return this.panelType()?.dimsRows === true && frame !== undefined && staleAtOf(frame) !== undefined;
  });

  /** The error beside what is drawn all the same; without anything drawn it stands in its place. */
  protected readonly errorBesideData = computed(() => {
    const { phase, error } = this.state();
    return phase === 'shown' ? error : undefined;
  });

  /** What the data leave out, beside what is drawn of them. */
  protected readonly warning = computed(() => {
    if (this.state().phase !== 'shown') return undefined;
    const coverage = coverageOf(this.panel(), this.frame() ?? NO_DATA);
    const texts = [coverage?.text, this.view()?.data.warning].filter((text) => text !== undefined);
    return texts.length > 0 ? { text: texts.join(' · '), worst: coverage?.worst } : undefined;
  });

  protected readonly pushExample = computed(() =>
    pushExample(this.document.location.origin, this.panel().query, { frame: this.state().frame }),
  );

  /** Why there is nothing to draw, where there is not. */
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

  /** Why the data cannot be drawn, though they are of the kind that this type draws. */
  protected readonly problem = computed(() => {
    const { query, options } = this.panel();
    const frame = this.frame();
    return frame && this.panelType()?.problem?.(frame, query, options);
  });

  /** Whether there are data, but none that this type of panel draws: no number among events, say. */
  protected readonly isUnsupported = computed(
    () => this.panelType()?.needsNoData !== true && this.frame() !== undefined && !this.canDraw(),
  );

  private readonly canDraw = computed(() => {
    const frame = this.frame();
    const canDraw = this.panelType()?.canDraw;
    return frame !== undefined && canDraw !== undefined ? canDraw(frame) : this.summary() !== undefined;
  });

  /** What this type of panel wants of data, in words, where its name alone does not tell. */
  protected readonly requirement = computed(() => this.panelType()?.requirement);

  private readonly screenReaderText = computed(() => {
    const { title } = this.panel();
    const { error } = this.state();
    if (error !== undefined) return `${title}: ${error}`;
    const values = this.summary();
    if (values === undefined) return undefined;
    const { stale, dead, ended } = this.freshness();
    if (ended) return $localize`${title}:title:: ${values}:values:, ended`;
    if (dead) return $localize`${title}:title:: ${values}:values:, no data any more`;
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
      // What is there at first is no news.
      if (lastText === undefined) lastText = untracked(this.screenReaderText);
      else {
        const focused = this.host.contains(this.document.activeElement);
        this.announcer.say({ key: untracked(this.panel).id, text, focused });
      }
    });
  }
}
