import { ChangeDetectionStrategy, Component, DOCUMENT, computed, inject, input, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { fromEvent } from 'rxjs';
import { Icon } from '../ui/icon';
import { TvDialog } from '../tv/tv-dialog';

/** The whole screen for the board, here or on a wall. Full screen is offered only where the browser can (not on iPhones). */
@Component({
  selector: 'bc-full-screen',
  imports: [Icon, TvDialog],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      class="button"
      aria-haspopup="dialog"
      i18n-title
      title="Show on a TV"
      (click)="choosing.set(true)"
    >
      <bc-icon name="system" /><ng-container i18n>TV</ng-container>
    </button>
    @if (possible) {
      <button type="button" class="button icon-only" [attr.aria-label]="words()" [title]="words()" (click)="toggle()">
        <bc-icon [name]="on() ? 'shrink' : 'expand'" />
      </button>
    }
    @defer (when choosing()) {
      @if (choosing()) {
        <bc-tv-dialog [slug]="slug()" (closed)="choosing.set(false)" />
      }
    } @error {
      <span role="alert" i18n>This page is older than the server: reload it.</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      gap: 14px;
    }
  `,
})
export class FullScreen {
  /** The board's. */
  readonly slug = input.required<string>();
  private readonly document = inject(DOCUMENT);
  protected readonly possible = this.document.fullscreenEnabled;
  protected readonly on = signal(false);
  protected readonly words = computed(() => (this.on() ? $localize`Leave full screen` : $localize`Full screen`));
  protected readonly choosing = signal(false);

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
