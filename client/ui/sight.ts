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

/** One observer for the whole page. */
@Injectable({ providedIn: 'root' })
class SightWatch {
  private readonly seen = new Map<Element, WritableSignal<boolean>>();
  private readonly paper = signal(false);
  private readonly observer = observe((entries) => {
    for (const { target, isIntersecting } of entries) this.seen.get(target)?.set(isIntersecting);
  });

  readonly printing = this.paper.asReadonly();

  constructor() {
    const window = inject(DOCUMENT).defaultView;
    const app = inject(ApplicationRef);
    const turn = (printing: boolean): void => {
      this.paper.set(printing);
      // The browser takes the page as it is when its listeners have returned: there is no next frame.
      if (printing) app.tick();
    };
    const begin = (): void => {
      turn(true);
    };
    const end = (): void => {
      turn(false);
    };
    window?.addEventListener('beforeprint', begin);
    window?.addEventListener('afterprint', end);
    inject(DestroyRef).onDestroy(() => {
      this.observer?.disconnect();
      window?.removeEventListener('beforeprint', begin);
      window?.removeEventListener('afterprint', end);
    });
  }

  watch(element: Element): Signal<boolean> {
    const seen = signal(this.observer === undefined);
    this.seen.set(element, seen);
    this.observer?.observe(element);
    return seen.asReadonly();
  }

  forget(element: Element): void {
    this.seen.delete(element);
    this.observer?.unobserve(element);
  }
}

/**
 * Whether the element of whoever provides it is in sight, or nearly. What is costly to draw and says nothing that is not
 * said in words, too, waits until it is: then it draws the newest there is. On paper everything is in sight.
 */
@Injectable()
export class Sight {
  readonly inSight: Signal<boolean>;

  constructor() {
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const watch = inject(SightWatch);
    const seen = watch.watch(element);
    inject(DestroyRef).onDestroy(() => {
      watch.forget(element);
    });
    this.inSight = computed(() => seen() || watch.printing());
  }
}

/** Undefined where nobody can tell (jsdom): all is in sight there. */
function observe(tell: IntersectionObserverCallback): IntersectionObserver | undefined {
  return typeof IntersectionObserver === 'undefined' ? undefined : new IntersectionObserver(tell, { rootMargin: NEAR });
}
