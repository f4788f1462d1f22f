/** How much larger CSS draws the element than it is, as on a wall; 1 where the browser does not say. */
export function zoomOf({ currentCSSZoom = 1 }: Partial<Pick<Element, 'currentCSSZoom'>>): number {
  return currentCSSZoom;
}
