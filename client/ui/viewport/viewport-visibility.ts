import {
  ApplicationRef,
  DOCUMENT,
  DestroyRef,
  ElementRef,
  Injectable,
  type Signal,
  type WritableSignal,
  computed,
  inject,
  signal,
} from '@angular/core';

/** So far beyond the window's edges things are drawn ahead of scrolling. */
const NEAR = '200px';

/** What is out of sight catches up so often, and soon after it has come to the page: a picture of the whole page has it. */
const GLANCE_MS = 15_000;
const FIRST_GLANCE_MS = 2_000;

/** One observer for the whole page. */
@Injectable({ providedIn: 'root' })
class ViewportObserver {
  private readonly seen = new Map<Element, WritableSignal<boolean>>();
  private readonly everything = signal(false);
  private readonly app = inject(ApplicationRef);
  private glance?: ReturnType<typeof setTimeout>;
  private readonly observer = observe((entries) => {
    for (const { target, isIntersecting } of entries) this.seen.get(target)?.set(isIntersecting);
  });

  /** While all is taken for being in sight. */
  readonly all = this.everything.asReadonly();

  constructor() {
    const window = inject(DOCUMENT).defaultView;
    const begin = (): void => {
      this.showAll();
    };
    const end = (): void => {
      this.everything.set(false);
    };
    window?.addEventListener('beforeprint', begin);
    window?.addEventListener('afterprint', end);
    inject(DestroyRef).onDestroy(() => {
      this.observer?.disconnect();
      clearTimeout(this.glance);
      window?.removeEventListener('beforeprint', begin);
      window?.removeEventListener('afterprint', end);
    });
  }

  watch(element: Element): Signal<boolean> {
    const seen = signal(this.observer === undefined);
    this.seen.set(element, seen);
    this.observer?.observe(element);
    this.glanceIn(FIRST_GLANCE_MS);
    return seen.asReadonly();
  }

  forget(element: Element): void {
    this.seen.delete(element);
    this.observer?.unobserve(element);
  }

  /** The browser prints the page as it is when its listeners have returned: there is no next frame to wait for. */
  private showAll(): void {
    this.everything.set(true);
    this.app.tick();
  }

  private glanceIn(ms: number): void {
    if (this.observer === undefined) return;
    clearTimeout(this.glance);
    this.glance = setTimeout(() => {
      this.showAll();
      this.everything.set(false);
      if (this.seen.size > 0) this.glanceIn(GLANCE_MS);
    }, ms);
  }
}

/**
 * Whether the element of whoever provides it is in sight, or nearly. What is costly to draw and says nothing that is not
 * said in words, too, waits until it is: then it draws the newest there is. On paper everything is in sight.
 */
@Injectable()
export class ViewportVisibility {
  readonly isVisible: Signal<boolean>;

  constructor() {
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const watch = inject(ViewportObserver);
    const seen = watch.watch(element);
    inject(DestroyRef).onDestroy(() => {
      watch.forget(element);
    });
    this.isVisible = computed(() => seen() || watch.all());
  }
}

/** Undefined where nobody can tell (jsdom): all is in sight there. */
function observe(tell: IntersectionObserverCallback): IntersectionObserver | undefined {
  return typeof IntersectionObserver === 'undefined' ? undefined : new IntersectionObserver(tell, { rootMargin: NEAR });
}
