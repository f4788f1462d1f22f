import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Logo } from './logo';

/** A page with only a message and projected links or buttons. */
@Component({
  selector: 'bc-page-message',
  imports: [Logo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <bc-logo />
    <h2>{{ heading() }}</h2>
    <p>{{ text() }}</p>
    <div class="rest"><ng-content /></div>
  `,
  styles: `
    :host {
      display: block;
      max-width: 640px;
      margin: 9vh auto;
      padding: 0 20px;
      text-align: center;
    }
    bc-logo {
      width: 46px;
      height: 46px;
    }
    h2 {
      margin: 18px 0 6px;
      font-size: 24px;
      font-weight: 640;
      letter-spacing: -0.02em;
      line-height: 1.25;
      text-wrap: balance;
    }
    p {
      margin-bottom: 22px;
      color: var(--muted);
      text-wrap: balance;
    }
    .rest {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 10px;
    }
  `,
})
export class PageMessage {
  readonly heading = input.required<string>();
  readonly text = input.required<string>();
}
