/** What of a scrollable element cannot be seen. */
export interface Overflow {
  /** The places of the items that are cut off or out of view, counted from 0. */
  readonly items: readonly number[];
  /** How many items are on the page, in view or not; Infinity where no items are selected. */
  readonly itemCount: number;
  /** How many columns are cut off or out of view. */
  readonly columns: number;
  /** Whether anything goes on below or beside what is in view. */
  readonly overflows: boolean;
}

export const NO_OVERFLOW: Overflow = {
  items: [],
  itemCount: Infinity,
  columns: 0,
  overflows: false,
};

/** An element is cut off if more of it than its padding is out of view, in CSS pixels. */
const TOLERANCE_PX = 4;

export interface OverflowSelectors {
  /** Selects the items of a list, or the rows of a table. */
  readonly items: string | undefined;
  /** Selects one cell for each column. */
  readonly columns: string | undefined;
}

/**
 * @param summaryHeight the height of the notice about the overflow, which takes away room: without the notice, everything
 *   may fit; CSS pixels
 */
export function measureOverflow(scroller: HTMLElement, selectors: OverflowSelectors, summaryHeight: number): Overflow {
  const fitsHeight = scroller.scrollHeight <= scroller.clientHeight + summaryHeight + TOLERANCE_PX;
  const fitsWidth = scroller.scrollWidth <= scroller.clientWidth + TOLERANCE_PX;
  const items = selectors.items === undefined ? undefined : scroller.querySelectorAll(selectors.items);
  const itemCount = items?.length ?? Infinity;
  if (fitsHeight && fitsWidth) return { ...NO_OVERFLOW, itemCount };
  const columns = selectors.columns === undefined ? [] : scroller.querySelectorAll(selectors.columns);
  const view = scroller.getBoundingClientRect();
  const boxesOf = (elements: Iterable<Element>): DOMRect[] =>
    [...elements].map((element) => element.getBoundingClientRect());
  const isCutVertically = ({ top, bottom }: DOMRect): boolean =>
    bottom > view.bottom + TOLERANCE_PX || top < view.top - TOLERANCE_PX;
  const isCutHorizontally = ({ left, right }: DOMRect): boolean =>
    right > view.right + TOLERANCE_PX || left < view.left - TOLERANCE_PX;
  return {
    items: fitsHeight ? [] : boxesOf(items ?? []).flatMap((box, index) => (isCutVertically(box) ? [index] : [])),
    itemCount,
    columns: fitsWidth ? 0 : boxesOf(columns).filter(isCutHorizontally).length,
    overflows: true,
  };
}
