import { ChangeDetectionStrategy, Component, input, signal } from '@angular/core';
import { Icon } from '../icon';
import { LoadError } from '../load-error';
import { Popover } from './overlays';

let made = 0;

/**
 * A small info icon that shows a text when it is clicked, so that it works with mouse, keyboard and touch. Screen readers
 * read the text with the button.
 */
@Component({
  selector: 'bc-info-button',
  imports: [Icon, LoadError, Popover],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      #button
      aria-haspopup="dialog"
      [attr.aria-label]="label()"
      [attr.aria-describedby]="textId"
      [attr.aria-expanded]="open()"
      [title]="text()"
      (click)="open.set(!open())"
    >
      <bc-icon name="info" />
    </button>
    <span hidden [id]="textId">{{ text() }}</span>
    @defer (when open()) {
      <bc-popover [origin]="button" [(open)]="open" [label]="label()">
        <p class="text">{{ text() }}</p>
      </bc-popover>
    } @error {
      <bc-load-error />
    }
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    button {
      display: inline-grid;
      place-items: center;
      width: 24px;
      height: 24px;
      margin: -3px 0;
      padding: 0;
      border: 0;
      border-radius: 6px;
      background: transparent;
      color: var(--faint);
      cursor: pointer;
    }
    button:hover,
    button[aria-expanded='true'] {
      background: var(--surface-2);
      color: var(--text);
    }
    /* Looks like the other buttons in a group. */
    :host(.framed) button {
      width: 30px;
      height: 30px;
      margin: 0;
      border: 1px solid var(--line);
      border-radius: 8px;
      background: var(--surface);
      color: var(--text);
    }
    :host(.framed) button:hover {
      border-color: var(--line-2);
      background: var(--surface-2);
    }
    bc-icon {
      width: 14px;
      height: 14px;
    }
    .text {
      white-space: pre-line;
    }
  `,
})
export class InfoButton {
  readonly label = input.required<string>();
  readonly text = input.required<string>();
  protected readonly open = signal(false);
  protected readonly textId = `info-${(made += 1)}`;
}
