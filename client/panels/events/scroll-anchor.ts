/**
 * Keeps what is being read where it is while new entries come in above. By hand, for Safari has no scroll anchoring
 * (CSS Scroll Anchoring, level 1). At the very top it lets the newest in.
 */
export class ScrollAnchor {
  private anchor?: { readonly element: HTMLElement; readonly offset: number };

  /** Notes the first entry that is seen; for each scroll of the list's scroller. */
  remember(scroller: HTMLElement): void {
    const top = scroller.scrollTop;
    const entries = scroller.querySelectorAll<HTMLElement>('li');
    const seen = top > 0 ? [...entries].find((entry) => entry.offsetTop + entry.offsetHeight > top) : undefined;
    this.anchor = seen && { element: seen, offset: seen.offsetTop };
  }

  /** Puts that entry back to where it was; after each change of the list. */
  restore(scroller: HTMLElement): void {
    const anchor = this.anchor;
    if (anchor?.element.isConnected !== true) return;
    const moved = anchor.element.offsetTop - anchor.offset;
    if (moved === 0) return;
    scroller.scrollTop += moved;
    this.anchor = { element: anchor.element, offset: anchor.offset + moved };
  }
}
