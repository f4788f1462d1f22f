import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import type { Panel } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import type { TimeRange } from '../../../wire/range';
import { textOption } from '../options/panel-option-values';
import { OverflowSummary } from '../overflow/overflow-summary';
import type { PanelContent } from '../panel-content';
import { MARKDOWN } from './load-markdown';

/**
 * Words on a board, in Markdown. Option: `text`. Angular sanitises what is bound to `innerHTML`: no scripts, no frames, no
 * forms, no styles, whatever the text brings.
 */
@Component({
  selector: 'bc-text-panel',
  imports: [OverflowSummary],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (text(); as text) {
      <!-- Scrolls where it is long, so the keyboard must reach it (WCAG 2.1.1). -->
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
      <p class="empty" i18n>There is no text yet: it is written in the panel’s option “text”, as Markdown.</p>
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
  /** The renderer did not come (a server of another version, say): the text as it was written can be read, too. */
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
