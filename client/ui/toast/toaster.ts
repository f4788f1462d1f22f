import { LiveAnnouncer } from '@angular/cdk/a11y';
import {
  DOCUMENT,
  ApplicationRef,
  EnvironmentInjector,
  Injectable,
  createComponent,
  inject,
  signal,
} from '@angular/core';
import type { Toast, ToastList, ToastOptions } from './toast';
import { Toasts } from './toasts';

const DEFAULT_DURATION_MS = 6_000;

/** Shows toasts at the bottom of the page. They stay when the user goes to another page. */
@Injectable({ providedIn: 'root' })
export class Toaster implements ToastList {
  private readonly application = inject(ApplicationRef);
  private readonly injector = inject(EnvironmentInjector);
  private readonly document = inject(DOCUMENT);
  private readonly announcer = inject(LiveAnnouncer);
  private readonly list = signal<readonly Toast[]>([]);
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();
  private isMounted = false;
  private count = 0;

  readonly toasts = this.list.asReadonly();

  /** @returns a function that removes the toast without calling `ended` */
  show(text: string, options: ToastOptions = {}): () => void {
    this.mount();
    const toast = { id: (this.count += 1), text, ...options };
    this.list.update((toasts) => [...toasts, toast]);
    void this.announcer.announce(text, 'polite');
    this.restart(toast);
    return () => {
      this.remove(toast);
    };
  }

  restart(toast: Toast): void {
    this.pause(toast);
    const timer = setTimeout(() => {
      this.close(toast);
    }, toast.durationMs ?? DEFAULT_DURATION_MS);
    this.timers.set(toast.id, timer);
  }

  pause(toast: Toast): void {
    clearTimeout(this.timers.get(toast.id));
    this.timers.delete(toast.id);
  }

  act(toast: Toast): void {
    this.remove(toast);
    toast.action?.run();
  }

  close(toast: Toast): void {
    if (!this.list().includes(toast)) return;
    this.remove(toast);
    toast.onEnd?.();
  }

  private remove(toast: Toast): void {
    this.pause(toast);
    this.list.update((toasts) => toasts.filter((each) => each !== toast));
  }

  private mount(): void {
    if (this.isMounted) return;
    this.isMounted = true;
    const host = this.document.body.appendChild(this.document.createElement('bc-toasts'));
    const toasts = createComponent(Toasts, { environmentInjector: this.injector, hostElement: host });
    toasts.setInput('list', this);
    this.application.attachView(toasts.hostView);
  }
}
