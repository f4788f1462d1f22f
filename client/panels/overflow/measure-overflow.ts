/** The part of a scrollable element that is not visible. */
export interface Overflow {
  /** The indexes of the items that are cut off or out of view. */
  readonly items: readonly number[];
  /** The number of items in the DOM, visible or not; Infinity without a selector for items. */
  readonly itemCount: number;
  /** The number of columns that are cut off or out of view. */
  readonly columns: number;
  /** Whether the content is larger than the visible area. */
  readonly overflows: boolean;
}

export const NO_OVERFLOW: Overflow = {
  items: [],
  itemCount: Infinity,
  columns: 0,
  overflows: false,
};

/** An element is cut off if more than its padding is out of view, in CSS pixels. */
const TOLERANCE_PX = 4;

export interface OverflowSelectors {
  /** Selects the items of a list, or the rows of a table. */
  readonly items: string | undefined;
  /** Selects one cell for each column. */
  readonly columns: string | undefined;
}

/**
 * Measures which items and columns of a scrollable element are not visible.
 *
 * @param summaryHeight the height of the summary below the element in CSS pixels; without it, everything may fit
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
