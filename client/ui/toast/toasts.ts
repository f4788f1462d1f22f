import {
  ChangeDetectionStrategy,
  Component,
  DOCUMENT,
  ElementRef,
  afterRenderEffect,
  inject,
  input,
} from '@angular/core';
import { Icon } from '../icon';
import type { Toast, ToastList } from './toast';

/** The shown toasts, the newest at the bottom. */
@Component({
  selector: 'bc-toasts',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  // All content belongs to a landmark. An empty landmark would only distract.
  host: { '[attr.aria-label]': 'label', '[attr.role]': "list().toasts().length > 0 ? 'region' : null" },
  template: `
    @for (toast of list().toasts(); track toast.id) {
      <div class="surface toast" (pointerenter)="list().pause(toast)" (pointerleave)="list().restart(toast)">
        <span>{{ toast.text }}</span>
        @if (toast.action; as action) {
          <button type="button" class="action" [attr.data-toast]="toast.id" (click)="leave(); list().act(toast)">
            {{ action.label }}
          </button>
        }
        <button type="button" class="close" i18n-aria-label aria-label="Close" (click)="leave(); list().close(toast)">
          <bc-icon name="close" />
        </button>
      </div>
    }
  `,
  styles: `
    :host {
      position: fixed;
      z-index: 20;
      bottom: 20px;
      left: 50%;
      display: flex;
      flex-direction: column;
      gap: 8px;
      width: max-content;
      max-width: min(560px, calc(100vw - 28px));
      transform: translateX(-50%);
    }
    .toast {
      display: flex;
      align-items: center;
      gap: 12px;
      min-height: 46px;
      padding-block: 6px;
      padding-inline: 16px 8px;
      overflow-wrap: anywhere;
    }
    span {
      flex: 1;
    }
    button {
      height: 32px;
      border: 0;
      border-radius: 8px;
      background: none;
      color: var(--muted);
      font: inherit;
      cursor: pointer;
    }
    button:hover {
      background: var(--surface-2);
    }
    .action {
      color: var(--accent);
      font-weight: 600;
      white-space: nowrap;
    }
    .close {
      display: inline-grid;
      place-items: center;
      width: 32px;
      padding: 0;
    }
  `,
})
export class Toasts {
  /** An input and not injected, because the toaster creates this component. */
  readonly list = input.required<ToastList>();
  protected readonly label = $localize`Notifications`;
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly document = inject(DOCUMENT);
  private focused?: Toast;

  constructor() {
    afterRenderEffect(() => {
      const last = this.list().toasts().at(-1);
      if (last?.focus === true && last !== this.focused) {
        this.focused = last;
        this.host.nativeElement.querySelector<HTMLElement>(`[data-toast="${last.id}"]`)?.focus();
      } else if (this.lostFocus()) this.leave();
    });
  }

  /** Moves the focus to the page before the focused button is removed. */
  protected leave(): void {
    this.document.getElementById('main')?.focus();
  }

  private lostFocus(): boolean {
    const gone = this.focused !== undefined && !this.list().toasts().includes(this.focused);
    if (gone) this.focused = undefined;
    return gone && this.document.activeElement === this.document.body;
  }
}
