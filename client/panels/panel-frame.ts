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
  untracked,
} from '@angular/core';
import type { Panel } from '../../wire/board';
import type { Frame } from '../../wire/frame';
import type { Range } from '../../wire/range';
import type { PanelView } from '../live/board-view';
import type { LinkState } from '../live/link-status';
import { Announcer } from '../ui/announcer';
import { CopyCode } from '../ui/copy-code';
import { Icon } from '../ui/icon';
import { ServerClock } from '../ui/server-clock';
import { Ticker } from '../ui/ticker';
import { feedCommand } from './feed-command';
import { panelKindOf } from './panel-kinds';
import { PanelOutline } from './panel-outline';
import { freshnessOf, panelStateOf, type Freshness } from './panel-state';

const NO_DATA: Frame = { fields: [] };

/** One panel: its title, its age where that matters, and its content or, in words, why there is none. */
@Component({
  selector: 'bc-panel',
  imports: [NgComponentOutlet, CopyCode, Icon, PanelOutline],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './panel-frame.html',
  styleUrl: './panel-frame.scss',
})
export class PanelFrame {
  readonly panel = input.required<Panel>();
  /** Undefined until the first answer names it. */
  readonly view = input.required<PanelView | undefined>();
  readonly range = input.required<Range>();
  readonly link = input.required<LinkState>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly document = inject(DOCUMENT);
  private readonly ticker = inject(Ticker);
  private readonly serverClock = inject(ServerClock);
  private readonly announcer = inject(Announcer);

  private readonly serverNow = computed(() => this.ticker.now() + this.serverClock.aheadMs());

  protected readonly titleId = computed(() => `panel-${this.panel().id}`);
  protected readonly kind = computed(() => panelKindOf(this.panel().type));
  protected readonly state = computed(() => panelStateOf(this.view()));

  /** Looked at each second; only another text or another staleness is a change. */
  protected readonly freshness = computed(() => freshnessOf(this.view(), this.link(), this.serverNow()), {
    equal: (a: Freshness, b: Freshness) => a.stale === b.stale && a.age === b.age,
  });

  /** Whether what is drawn must not be taken for the present. */
  protected readonly old = computed(
    () => this.freshness().stale || this.link() === 'offline' || this.state().error !== undefined,
  );

  protected readonly command = computed(() => feedCommand(this.document.location.origin, this.panel().query));

  protected readonly contentInputs = computed(() => ({
    panel: this.panel(),
    frame: this.state().frame ?? NO_DATA,
    range: this.range(),
  }));

  private readonly spoken = computed(() => {
    const { title, query, options } = this.panel();
    const { frame, error } = this.state();
    if (error !== undefined) return `${title}: ${error}`;
    const values = frame && this.kind()?.summarize(frame, query, options);
    if (values === undefined) return undefined;
    return `${title}: ${values}${this.freshness().stale ? ', out of date' : ''}`;
  });

  constructor() {
    let before: string | undefined;
    effect(() => {
      const text = this.spoken();
      if (text !== undefined && before !== undefined && text !== before) {
        const focused = this.host.contains(this.document.activeElement);
        this.announcer.say({ key: untracked(this.panel).id, text, focused });
      }
      before = text ?? before;
    });
  }
}
