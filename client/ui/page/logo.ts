import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({
  selector: 'bc-logo',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect x="1.5" y="3.5" width="21" height="17" rx="4" stroke-width="2" />
      <circle cx="7.5" cy="14.5" r="1.9" />
      <path d="M7.5 10a4.5 4.5 0 0 1 4.5 4.5M7.5 7a7.5 7.5 0 0 1 7.5 7.5" stroke-width="1.8" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      width: 22px;
      height: 22px;
    }
    svg {
      width: 100%;
      height: 100%;
      fill: none;
      stroke: var(--accent);
      stroke-linecap: round;
    }
    circle {
      fill: var(--accent);
      stroke: none;
    }
  `,
})
export class Logo {}
