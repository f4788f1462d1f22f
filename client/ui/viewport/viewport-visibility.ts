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

/** Elements this close to the viewport count as visible, so that they are rendered before the user scrolls to them. */
const MARGIN = '200px';

/**
 * How often elements outside the viewport are rendered, so that a screenshot of the whole page is nearly up to date.
 */
const BACKGROUND_REFRESH_MS = 15_000;
const FIRST_BACKGROUND_REFRESH_MS = 2_000;

/** Observes all elements of the page with one IntersectionObserver. */
@Injectable({ providedIn: 'root' })
class ViewportObserver {
  private readonly seen = new Map<Element, WritableSignal<boolean>>();
  private readonly everything = signal(false);
  private readonly app = inject(ApplicationRef);
  private refreshTimer?: ReturnType<typeof setTimeout>;
  private readonly observer = observe((entries) => {
    for (const { target, isIntersecting } of entries) this.seen.get(target)?.set(isIntersecting);
  });

  /** Whether all elements count as visible at the moment. */
  readonly all = this.everything.asReadonly();

  constructor() {
    const window = inject(DOCUMENT).defaultView;
    const startPrinting = (): void => {
      this.showAll();
    };
    const endPrinting = (): void => {
      this.everything.set(false);
    };
    window?.addEventListener('beforeprint', startPrinting);
    window?.addEventListener('afterprint', endPrinting);
    inject(DestroyRef).onDestroy(() => {
      this.observer?.disconnect();
      clearTimeout(this.refreshTimer);
      window?.removeEventListener('beforeprint', startPrinting);
      window?.removeEventListener('afterprint', endPrinting);
    });
  }

  watch(element: Element): Signal<boolean> {
    const seen = signal(this.observer === undefined);
    this.seen.set(element, seen);
    this.observer?.observe(element);
    this.scheduleRefresh(FIRST_BACKGROUND_REFRESH_MS);
    return seen.asReadonly();
  }

  unwatch(element: Element): void {
    this.seen.delete(element);
    this.observer?.unobserve(element);
  }

  /** Renders synchronously, because the browser prints as soon as the listeners have returned. */
  private showAll(): void {
    this.everything.set(true);
    this.app.tick();
  }

  private scheduleRefresh(ms: number): void {
    if (this.observer === undefined) return;
    clearTimeout(this.refreshTimer);
    this.refreshTimer = setTimeout(() => {
      this.showAll();
      this.everything.set(false);
      if (this.seen.size > 0) this.scheduleRefresh(BACKGROUND_REFRESH_MS);
    }, ms);
  }
}

/**
 * Whether the element of the providing component is in the viewport or close to it. Expensive drawings are skipped until then,
 * if their data is also available as text. When printing, all elements are visible.
 */
@Injectable()
export class ViewportVisibility {
  readonly isVisible: Signal<boolean>;

  constructor() {
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const observer = inject(ViewportObserver);
    const isIntersecting = observer.watch(element);
    inject(DestroyRef).onDestroy(() => {
      observer.unwatch(element);
    });
    this.isVisible = computed(() => isIntersecting() || observer.all());
  }
}

/** Undefined without IntersectionObserver (jsdom). All elements are then visible. */
function observe(callback: IntersectionObserverCallback): IntersectionObserver | undefined {
  return typeof IntersectionObserver === 'undefined'
    ? undefined
    : new IntersectionObserver(callback, { rootMargin: MARGIN });
}
