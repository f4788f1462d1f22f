import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterLink } from '@angular/router';
import { PageHeader } from '../ui/page-header';
import { Message } from './message';

/** Any other address. */
@Component({
  selector: 'bc-unknown-page',
  imports: [Message, PageHeader, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <bc-page-header heading="Not found" />
    <main id="main" tabindex="-1">
      <bc-message heading="Nothing is at this address" text="Boards live under /boards, each with a name of its own.">
        <a class="button primary" routerLink="/boards">All boards</a>
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
    inject(Title).setTitle('Not found · Boardcast');
  }
}
