/** What style sheets say of shapes and of the texts among them. */
const SVG_STYLES = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin', 'stroke-dasharray'],
  ...['stroke-opacity', 'vector-effect', 'opacity', 'font-size', 'font-weight', 'letter-spacing', 'text-anchor'],
];

/**
 * Writes down at each shape what style sheets say of it. The library does so for all of HTML, but takes an SVG as it
 * stands, so that all of its shapes came out black.
 * @returns undoes it
 */
export function inlineSvgStyles(element: HTMLElement): () => void {
  const written = [...element.querySelectorAll<SVGElement>('svg *')].map((shape) => {
    const computed = getComputedStyle(shape);
    // What stands there already is the page's own, and may change while the image is drawn.
    const names = SVG_STYLES.filter((name) => shape.style.getPropertyValue(name) === '');
    return { shape, styles: names.map((name) => [name, computed.getPropertyValue(name)] as const) };
  });
  for (const { shape, styles } of written) {
    for (const [name, value] of styles) shape.style.setProperty(name, value);
  }
  return () => {
    for (const { shape, styles } of written) {
      for (const [name] of styles) shape.style.removeProperty(name);
    }
  };
}
