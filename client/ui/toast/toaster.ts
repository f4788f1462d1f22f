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

const USUAL_MS = 6_000;

/** Says what was done, for a while, at the foot of the page, whatever page that is by then. */
@Injectable({ providedIn: 'root' })
export class Toaster implements ToastList {
  private readonly application = inject(ApplicationRef);
  private readonly injector = inject(EnvironmentInjector);
  private readonly document = inject(DOCUMENT);
  private readonly voice = inject(LiveAnnouncer);
  private readonly list = signal<readonly Toast[]>([]);
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();
  private shown = false;
  private count = 0;

  readonly toasts = this.list.asReadonly();

  /** @returns what takes it away again, as if its time was over but without telling that it ended */
  show(text: string, options: ToastOptions = {}): () => void {
    this.mount();
    const toast = { id: (this.count += 1), text, ...options };
    this.list.update((toasts) => [...toasts, toast]);
    void this.voice.announce(text, 'polite');
    this.run(toast);
    return () => {
      this.drop(toast);
    };
  }

  run(toast: Toast): void {
    this.pause(toast);
    const timer = setTimeout(() => {
      this.close(toast);
    }, toast.ms ?? USUAL_MS);
    this.timers.set(toast.id, timer);
  }

  pause(toast: Toast): void {
    clearTimeout(this.timers.get(toast.id));
    this.timers.delete(toast.id);
  }

  act(toast: Toast): void {
    this.drop(toast);
    toast.action?.run();
  }

  close(toast: Toast): void {
    if (!this.list().includes(toast)) return;
    this.drop(toast);
    toast.ended?.();
  }

  private drop(toast: Toast): void {
    this.pause(toast);
    this.list.update((toasts) => toasts.filter((each) => each !== toast));
  }

  private mount(): void {
    if (this.shown) return;
    this.shown = true;
    const host = this.document.body.appendChild(this.document.createElement('bc-toasts'));
    const toasts = createComponent(Toasts, { environmentInjector: this.injector, hostElement: host });
    toasts.setInput('list', this);
    this.application.attachView(toasts.hostView);
  }
}
