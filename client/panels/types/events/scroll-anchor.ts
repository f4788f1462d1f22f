/**
 * Keeps the visible entries in place while new ones are added above: Safari has no scroll anchoring (CSS Scroll
 * Anchoring, level 1). At the top, new entries come into view.
 */
export class ScrollAnchor {
  private anchor?: { readonly element: HTMLElement; readonly offset: number };

  /** Remembers the first visible entry. Call it on each scroll event. */
  remember(scroller: HTMLElement): void {
    const top = scroller.scrollTop;
    const entries = scroller.querySelectorAll<HTMLElement>('li');
    const seen = top > 0 ? [...entries].find((entry) => entry.offsetTop + entry.offsetHeight > top) : undefined;
    this.anchor = seen && { element: seen, offset: seen.offsetTop };
  }

  /** Restores the position of that entry. Call it after each change of the list. */
  restore(scroller: HTMLElement): void {
    const anchor = this.anchor;
    if (anchor?.element.isConnected !== true) return;
    const moved = anchor.element.offsetTop - anchor.offset;
    if (moved === 0) return;
    scroller.scrollTop += moved;
    this.anchor = { element: anchor.element, offset: anchor.offset + moved };
  }
}
