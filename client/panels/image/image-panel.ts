import { ChangeDetectionStrategy, Component, computed, effect, inject, input, linkedSignal } from '@angular/core';
import type { Panel } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import type { TimeRange } from '../../../wire/range';
import { Icon } from '../../ui/icon';
import { Ticker } from '../../common/ticker';
import { EmbedRules } from '../embed/embed-rules';
import { textOption } from '../options/panel-option-values';
import type { PanelContent } from '../panel-content';
import { fitOf, refreshUrl, refreshMs } from './image-data';

/** A picture: a logo, a plan, a camera. Options: `url`, `alt`, `fit: 'contain' | 'cover'`, `refreshEvery` (like `30s`). */
@Component({
  selector: 'bc-image-panel',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (refusal(); as words) {
      <p class="words">{{ words }}</p>
    } @else if (shown(); as src) {
      <img class="value-tone" [src]="src" [alt]="alt()" [style.object-fit]="fit()" />
    }
    @if (failed() && !refusal()) {
      <p class="trouble" [class.words]="!shown()">
        <bc-icon name="alert" />
        @if (shown()) {
          <span i18n>No newer image: this is the last one that came</span>
        } @else {
          <span i18n>The image cannot be loaded: see whether its address answers</span>
        }
      </p>
    }
  `,
  styleUrl: './image-panel.scss',
})
export class ImagePanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  private readonly rules = inject(EmbedRules);
  private readonly ticker = inject(Ticker);

  private readonly address = computed(() => this.rules.judge(textOption(this.panel().options, 'url'), 'image'));

  protected readonly refusal = computed(() => {
    const address = this.address();
    return address.kind === 'refused' ? address.words : undefined;
  });

  /** Which turn of asking it is: 0 for an image that stays. */
  private readonly turn = computed(() => {
    const every = refreshMs(this.panel().options);
    return every === undefined ? 0 : Math.floor(this.ticker.now() / every);
  });

  /** Another image, not a newer one of the same: what was shown says nothing of it. */
  private readonly which = computed(() => {
    const address = this.address();
    return address.kind === 'allowed' ? address.url : undefined;
  });

  private readonly wanted = computed(() => {
    const url = this.which();
    return url === undefined ? undefined : refreshUrl(url, this.turn());
  });

  /** What has been loaded: a new image takes the old one's place only once it is there, so that nothing flickers. */
  protected readonly shown = linkedSignal<string | undefined, string | undefined>({
    source: this.which,
    computation: () => undefined,
  });
  protected readonly failed = linkedSignal({ source: this.which, computation: () => false });

  protected readonly alt = computed(() => textOption(this.panel().options, 'alt') ?? this.panel().title);
  protected readonly fit = computed(() => fitOf(this.panel().options));

  constructor() {
    effect((onCleanup) => {
      const src = this.wanted();
      if (src === undefined) return;
      const loader = new Image();
      loader.onload = () => {
        this.shown.set(src);
        this.failed.set(false);
      };
      loader.onerror = () => {
        this.failed.set(true);
      };
      loader.src = src;
      onCleanup(() => {
        loader.onload = loader.onerror = null;
      });
    });
  }
}
