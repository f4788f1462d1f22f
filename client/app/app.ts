import { ChangeDetectionStrategy, Component, DOCUMENT, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { labelOverlayContainer } from '../ui/overlay/overlay-landmark';
import { focusNewPages } from './page-focus';

/** The root component: a skip link and the routed page. */
@Component({
  selector: 'bc-root',
  imports: [RouterOutlet],
  template: `
    <a class="skip" href="#main" (click)="skip($event)" i18n>Skip to content</a>
    <router-outlet />
  `,
  styles: `
    .skip {
      position: absolute;
      z-index: 10;
      top: -60px;
      inset-inline-start: 16px;
      padding: 8px 14px;
      border-radius: 8px;
      background: var(--accent);
      color: var(--on-accent);
      font-weight: 550;
    }
    .skip:focus {
      top: 10px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  private readonly document = inject(DOCUMENT);

  constructor() {
    focusNewPages();
    labelOverlayContainer(this.document);
  }

  /** Moves the focus in code: with a `<base>`, the anchor alone would open another page. */
  protected skip(event: Event): void {
    event.preventDefault();
    this.document.getElementById('main')?.focus();
  }
}
