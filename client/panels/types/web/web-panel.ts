import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';
import { deepEqual } from '../../../../wire/deep-equal';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import { EmbedRules } from '../../embed/embed-rules';
import { textOption } from '../../options/panel-option-values';
import type { PanelContent } from '../../panel-content';

/**
 * An external page in a sandboxed iframe: it can run scripts, but cannot navigate the board away. A page of this server
 * gets an opaque origin, because with its own origin it could remove the sandbox (HTML, section 4.8.5). Option: `url`.
 */
@Component({
  selector: 'bc-web-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (page(); as page) {
      @if (page.own) {
        <iframe
          sandbox="allow-scripts allow-forms allow-popups"
          referrerpolicy="no-referrer"
          [title]="panel().title"
          [src]="page.src"
        ></iframe>
      } @else {
        <iframe
          sandbox="allow-scripts allow-forms allow-popups allow-same-origin"
          referrerpolicy="no-referrer"
          [title]="panel().title"
          [src]="page.src"
        ></iframe>
      }
    } @else if (rejection(); as message) {
      <p class="message">{{ message }}</p>
    }
  `,
  styleUrl: './web-panel.scss',
})
export class WebPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  private readonly embedRules = inject(EmbedRules);
  private readonly sanitizer = inject(DomSanitizer);

  /** Changes only with the address: a new `src` would reload the page. */
  private readonly address = computed(() => this.embedRules.check(textOption(this.panel().options, 'url'), 'page'), {
    equal: deepEqual,
  });

  protected readonly page = computed(() => {
    const address = this.address();
    // Safe: `EmbedRules` allows only http and https addresses of origins that the operator has listed.
    return address.kind === 'allowed'
      ? { own: address.own, src: this.sanitizer.bypassSecurityTrustResourceUrl(address.url) }
      : undefined;
  });

  protected readonly rejection = computed(() => {
    const address = this.address();
    return address.kind === 'rejected' ? address.message : undefined;
  });
}
