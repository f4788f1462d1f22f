import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterLink } from '@angular/router';
import { PageHeader } from '../ui/page/page-header';
import { Message } from '../ui/page/page-message';

/** Any other address. */
@Component({
  selector: 'bc-unknown-page',
  imports: [Message, PageHeader, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <bc-page-header i18n-heading heading="Not found" />
    <main id="main" tabindex="-1">
      <bc-message
        i18n-heading
        heading="Nothing is at this address"
        i18n-text
        text="Boards live under /boards, each with a name of its own."
      >
        <a class="button primary" routerLink="/boards" i18n>All boards</a>
      </bc-message>
    </main>
  `,
  styles: `
    main {
      display: block;
      outline: none;
    }
  `,
})
export class UnknownPage {
  constructor() {
    inject(Title).setTitle($localize`Not found · Boardcast`);
  }
}
