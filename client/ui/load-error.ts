import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { PageReload } from '../common/page-reload';

/** The message if the code of a `@defer` block cannot be loaded: the server does not respond, or has a newer version. */
@Component({
  selector: 'bc-load-error',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="surface" role="alert">
      <span i18n>This part of the page could not be loaded. Check the network connection, then reload.</span>
      <button type="button" class="button" (click)="reload.start()" i18n>Reload</button>
    </div>
  `,
  styleUrl: './floating-banner.scss',
})
export class LoadError {
  protected readonly reload = inject(PageReload);
}
