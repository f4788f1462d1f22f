import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import { textOption } from '../../options/panel-option-values';
import { OverflowSummary } from '../../overflow/overflow-summary';
import type { PanelContent } from '../../panel-content';
import { MARKDOWN } from './load-markdown';

/**
 * A text in Markdown. Option: `text`. Angular sanitizes what is bound to `innerHTML`: it removes scripts, frames, forms
 * and styles.
 */
@Component({
  selector: 'bc-text-panel',
  imports: [OverflowSummary],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (text(); as text) {
      <!-- Scrollable, so it must be reachable by keyboard (WCAG 2.1.1). -->
      <div #scroller class="scroll" tabindex="0" role="group" i18n-ariaLabel ariaLabel="{{ panel().title }}, text">
        <div>
          @if (html(); as html) {
            <div class="markdown" [innerHTML]="html"></div>
          } @else if (showsPlainText()) {
            <div class="plain">{{ text }}</div>
          }
        </div>
      </div>
      <bc-overflow-summary [scroller]="scroller" />
    } @else {
      <p class="empty" i18n>No text yet. Enter Markdown under “Text (Markdown)” in the panel’s form.</p>
    }
  `,
  styleUrl: './text-panel.scss',
})
export class TextPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  protected readonly text = computed(() => textOption(this.panel().options, 'text'));

  private readonly render = signal<((text: string) => string) | undefined>(undefined);
  /**
   * Set if the renderer could not be loaded, for example after an update of the server. Then the text is shown
   * unrendered.
   */
  protected readonly showsPlainText = signal(false);

  protected readonly html = computed(() => {
    const text = this.text();
    return text === undefined ? undefined : this.render()?.(text);
  });

  constructor() {
    const load = inject(MARKDOWN);
    const loaded = effect(() => {
      if (this.text() === undefined) return;
      loaded.destroy();
      load().then(
        (render) => {
          this.render.set(render);
        },
        () => {
          this.showsPlainText.set(true);
        },
      );
    });
  }
}
