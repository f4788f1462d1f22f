import { ChangeDetectionStrategy, Component, DOCUMENT, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { fromEvent } from 'rxjs';
import { Icon } from '../ui/icon';

/** The whole screen for the board; nothing is shown where the browser cannot (iPhone). */
@Component({
  selector: 'bc-full-screen',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (possible) {
      <button
        type="button"
        class="button icon-only"
        [attr.aria-label]="on() ? 'Leave full screen' : 'Full screen'"
        [title]="on() ? 'Leave full screen' : 'Full screen'"
        (click)="toggle()"
      >
        <bc-icon [name]="on() ? 'shrink' : 'expand'" />
      </button>
    }
  `,
})
export class FullScreen {
  private readonly document = inject(DOCUMENT);
  protected readonly possible = this.document.fullscreenEnabled;
  protected readonly on = signal(false);

  constructor() {
    fromEvent(this.document, 'fullscreenchange')
      .pipe(takeUntilDestroyed())
      .subscribe(() => {
        this.on.set(this.document.fullscreenElement !== null);
      });
  }

  protected toggle(): void {
    // A refusal (a policy of the browser) leaves the page as it is, which is all that can be shown.
    const done = this.on() ? this.document.exitFullscreen() : this.document.documentElement.requestFullscreen();
    done.catch(() => {
      this.on.set(this.document.fullscreenElement !== null);
    });
  }
}
