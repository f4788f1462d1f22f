/** Replaces IntersectionObserver, which jsdom does not have, and sets the visibility of all observed elements. */
export class ViewportFixture {
  private readonly original = globalThis.IntersectionObserver;
  private readonly observers: { callback: IntersectionObserverCallback; elements: Set<Element> }[] = [];

  install(): void {
    const { observers } = this;
    globalThis.IntersectionObserver = class {
      private readonly own: { callback: IntersectionObserverCallback; elements: Set<Element> };
      constructor(callback: IntersectionObserverCallback) {
        this.own = { callback, elements: new Set() };
        observers.push(this.own);
      }
      observe(element: Element): void {
        this.own.elements.add(element);
      }
      unobserve(element: Element): void {
        this.own.elements.delete(element);
      }
      disconnect(): void {
        this.own.elements.clear();
      }
    } as unknown as typeof IntersectionObserver;
  }

  restore(): void {
    globalThis.IntersectionObserver = this.original;
  }

  get watched(): number {
    return this.observers.reduce((sum, { elements }) => sum + elements.size, 0);
  }

  show(isIntersecting: boolean): void {
    for (const { callback, elements } of this.observers) {
      const entries = [...elements].map((target) => ({ target, isIntersecting }) as IntersectionObserverEntry);
      if (entries.length > 0) callback(entries, {} as IntersectionObserver);
    }
  }
}
