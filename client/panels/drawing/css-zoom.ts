/** Returns the CSS zoom of an element, such as in TV mode; 1 if the browser does not report it. */
export function zoomOf({ currentCSSZoom = 1 }: Partial<Pick<Element, 'currentCSSZoom'>>): number {
  return currentCSSZoom;
}
