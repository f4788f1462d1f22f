import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterLink } from '@angular/router';
import { SERVER_ADDRESS } from '../api/server';
import { PageHeader } from '../ui/page/page-header';
import { PageMessage } from '../ui/page/page-message';

/** The page for unknown addresses. */
@Component({
  selector: 'bc-not-found-page',
  imports: [PageMessage, PageHeader, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <bc-page-header i18n-heading heading="Not found" />
    <main id="main" tabindex="-1">
      <bc-page-message
        i18n-heading
        heading="Page not found"
        i18n-text
        text="Each board has its own address under {{ boards }}."
      >
        <a class="button primary" routerLink="/boards" i18n>All boards</a>
      </bc-page-message>
    </main>
  `,
  styles: `
    main {
      display: block;
      outline: none;
    }
  `,
})
export class NotFoundPage {
  protected readonly boards = inject(SERVER_ADDRESS).pagePath('/boards');

  constructor() {
    inject(Title).setTitle($localize`Not found · Boardcast`);
  }
}
