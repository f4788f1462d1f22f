import { ChangeDetectionStrategy, Component, computed, effect, inject, input, linkedSignal } from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import { Icon } from '../../../ui/icon';
import { Ticker } from '../../../common/ticker';
import { EmbedRules } from '../../embed/embed-rules';
import { textOption } from '../../options/panel-option-values';
import type { PanelContent } from '../../panel-content';
import { fitOf, refreshUrl, refreshMs } from './image-data';

/**
 * An image, such as a logo, a building plan or a camera. Options: `url`, `alt`, `fit: 'contain' | 'cover'`, `refreshEvery`
 * (like `30s`).
 */
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
          <span i18n>No newer image: this is the last one received.</span>
        } @else {
          <span i18n>Could not load the image. Check that its address is reachable.</span>
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

  /** The number of the current refresh; 0 without refreshing. */
  private readonly refreshCount = computed(() => {
    const every = refreshMs(this.panel().options);
    return every === undefined ? 0 : Math.floor(this.ticker.now() / every);
  });

  /** The address without the refresh. If it changes, the loaded image is no longer valid. */
  private readonly url = computed(() => {
    const address = this.address();
    return address.kind === 'allowed' ? address.url : undefined;
  });

  private readonly requestedUrl = computed(() => {
    const url = this.url();
    return url === undefined ? undefined : refreshUrl(url, this.refreshCount());
  });

  /** The image that has been loaded. It is replaced only when the next one is loaded, to avoid flickering. */
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
