import { Clipboard } from '@angular/cdk/clipboard';
import { ChangeDetectionStrategy, Component, DestroyRef, inject, input, signal } from '@angular/core';
import { Icon } from './icon';

const SAID_MS = 2_000;

/** A command to paste elsewhere, with a button that copies it. */
@Component({
  selector: 'bc-copy-code',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <!-- Scrolls where it is long, so the keyboard must reach it (WCAG 2.1.1). -->
    <pre tabindex="0" role="group" [attr.aria-label]="label()"><code>{{ code() }}</code></pre>
    <button type="button" [attr.aria-label]="said() ?? words.long" [title]="said() ?? words.short" (click)="copy()">
      <bc-icon [name]="copied() ? 'check' : 'copy'" />
    </button>
    <span class="visually-hidden" role="status">{{ said() ?? '' }}</span>
  `,
  styleUrl: './copy-code.scss',
})
export class CopyCode {
  readonly code = input.required<string>();
  readonly label = input($localize`Command`);

  private readonly clipboard = inject(Clipboard);
  protected readonly words = { long: $localize`Copy the command`, short: $localize`Copy` };
  protected readonly said = signal<string | undefined>(undefined);
  protected readonly copied = signal(false);
  private timer?: ReturnType<typeof setTimeout>;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
    });
  }

  protected copy(): void {
    this.copied.set(this.clipboard.copy(this.code()));
    this.said.set(this.copied() ? $localize`Copied` : $localize`Could not copy. Select the text and copy it manually.`);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.said.set(undefined);
      this.copied.set(false);
    }, SAID_MS);
  }
}
