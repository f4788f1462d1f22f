/** The styles of SVG shapes and texts that CSS sets. */
const SVG_STYLES = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin', 'stroke-dasharray'],
  ...['stroke-opacity', 'vector-effect', 'opacity', 'font-size', 'font-weight', 'letter-spacing', 'text-anchor'],
];

/**
 * Copies the computed styles of all SVG shapes in an element into their `style` attributes. html-to-image does this for
 * HTML elements, but copies SVG elements without CSS, which makes all shapes black.
 *
 * @returns removes the copied styles
 */
export function inlineSvgStyles(element: HTMLElement): () => void {
  const inlined = [...element.querySelectorAll<SVGElement>('svg *')].map((shape) => {
    const computed = getComputedStyle(shape);
    // Styles that the page itself has set may change while the image is drawn.
    const names = SVG_STYLES.filter((name) => shape.style.getPropertyValue(name) === '');
    return { shape, styles: names.map((name) => [name, computed.getPropertyValue(name)] as const) };
  });
  for (const { shape, styles } of inlined) {
    for (const [name, value] of styles) shape.style.setProperty(name, value);
  }
  return () => {
    for (const { shape, styles } of inlined) {
      for (const [name] of styles) shape.style.removeProperty(name);
    }
  };
}
