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
    @if (rejection(); as message) {
      <p class="message">{{ message }}</p>
    } @else if (loadedUrl(); as src) {
      <img class="value-tone" [src]="src" [alt]="alt()" [style.object-fit]="fit()" />
    }
    @if (failed() && !rejection()) {
      <p class="error" [class.message]="!loadedUrl()">
        <bc-icon name="alert" />
        @if (loadedUrl()) {
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

  private readonly embedRules = inject(EmbedRules);
  private readonly ticker = inject(Ticker);

  private readonly address = computed(() => this.embedRules.check(textOption(this.panel().options, 'url'), 'image'));

  protected readonly rejection = computed(() => {
    const address = this.address();
    return address.kind === 'rejected' ? address.message : undefined;
  });

  /** Which turn of asking it is: 0 for an image that stays. */
  private readonly refreshCount = computed(() => {
    const every = refreshMs(this.panel().options);
    return every === undefined ? 0 : Math.floor(this.ticker.now() / every);
  });

  /** Another image, not a newer one of the same: what was shown says nothing of it. */
  private readonly url = computed(() => {
    const address = this.address();
    return address.kind === 'allowed' ? address.url : undefined;
  });

  private readonly requestedUrl = computed(() => {
    const url = this.url();
    return url === undefined ? undefined : refreshUrl(url, this.refreshCount());
  });

  /** What has been loaded: a new image takes the old one's place only once it is there, so that nothing flickers. */
  protected readonly loadedUrl = linkedSignal<string | undefined, string | undefined>({
    source: this.url,
    computation: () => undefined,
  });
  protected readonly failed = linkedSignal({ source: this.url, computation: () => false });

  protected readonly alt = computed(() => textOption(this.panel().options, 'alt') ?? this.panel().title);
  protected readonly fit = computed(() => fitOf(this.panel().options));

  constructor() {
    effect((onCleanup) => {
      const src = this.requestedUrl();
      if (src === undefined) return;
      const loader = new Image();
      loader.onload = () => {
        this.loadedUrl.set(src);
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
