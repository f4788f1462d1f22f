import { ChangeDetectionStrategy, Component, DOCUMENT, computed, inject, input, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { fromEvent } from 'rxjs';
import { Icon } from '../ui/icon';
import { LoadError } from '../ui/load-error';
import { TvDialog } from '../tv/tv-dialog';

/** Buttons for TV mode and full screen. The latter is hidden if the browser does not support it, as on iPhones. */
@Component({
  selector: 'bc-full-screen',
  imports: [Icon, LoadError, TvDialog],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      class="button"
      aria-haspopup="dialog"
      i18n-title
      title="Show on a TV"
      (click)="dialogOpen.set(true)"
    >
      <bc-icon name="system" /><ng-container i18n>TV</ng-container>
    </button>
    @if (supported) {
      <button type="button" class="button icon-only" [attr.aria-label]="label()" [title]="label()" (click)="toggle()">
        <bc-icon [name]="on() ? 'shrink' : 'expand'" />
      </button>
    }
    @defer (when dialogOpen()) {
      @if (dialogOpen()) {
        <bc-tv-dialog [slug]="slug()" (closed)="dialogOpen.set(false)" />
      }
    } @error {
      <bc-load-error />
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
  /** The slug of the board. */
  readonly slug = input.required<string>();
  private readonly document = inject(DOCUMENT);
  protected readonly supported = this.document.fullscreenEnabled;
  protected readonly on = signal(false);
  protected readonly label = computed(() => (this.on() ? $localize`Leave full screen` : $localize`Full screen`));
  protected readonly dialogOpen = signal(false);

  constructor() {
    fromEvent(this.document, 'fullscreenchange')
      .pipe(takeUntilDestroyed())
      .subscribe(() => {
        this.on.set(this.document.fullscreenElement !== null);
      });
  }

  protected toggle(): void {
    // The browser can reject the request by policy. The button then keeps its state.
    const request = this.on() ? this.document.exitFullscreen() : this.document.documentElement.requestFullscreen();
    request.catch(() => {
      this.on.set(this.document.fullscreenElement !== null);
    });
  }
}
