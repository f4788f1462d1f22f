import { Clipboard } from '@angular/cdk/clipboard';
import { ChangeDetectionStrategy, Component, DestroyRef, inject, input, signal } from '@angular/core';
import { Icon } from './icon';

/** How long the result of copying is shown. */
const RESULT_MS = 2_000;

/** A command or link with a button that copies it. */
@Component({
  selector: 'bc-copy-code',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <!-- Focusable, because long code scrolls (WCAG 2.1.1). -->
    <pre tabindex="0" role="group" [attr.aria-label]="label()"><code>{{ code() }}</code></pre>
    <button
      type="button"
      [attr.aria-label]="resultText() ?? labels.long"
      [title]="resultText() ?? labels.short"
      (click)="copy()"
    >
      <bc-icon [name]="copied() ? 'check' : 'copy'" />
    </button>
    <span class="visually-hidden" role="status">{{ resultText() ?? '' }}</span>
  `,
  styleUrl: './copy-code.scss',
})
export class CopyCode {
  readonly code = input.required<string>();
  readonly label = input($localize`Command`);

  private readonly clipboard = inject(Clipboard);
  protected readonly labels = { long: $localize`Copy to clipboard`, short: $localize`Copy` };
  protected readonly resultText = signal<string | undefined>(undefined);
  protected readonly copied = signal(false);
  private timer?: ReturnType<typeof setTimeout>;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
    });
  }

  protected copy(): void {
    this.copied.set(this.clipboard.copy(this.code()));
    this.resultText.set(
      this.copied() ? $localize`Copied` : $localize`Could not copy. Select the text and copy it manually.`,
    );
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.resultText.set(undefined);
      this.copied.set(false);
    }, RESULT_MS);
  }
}
