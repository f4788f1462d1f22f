import { InjectionToken } from '@angular/core';
import { inlineSvgStyles } from './inline-svg-styles';

/** Parts of the page that an image does not show. */
const EXCLUDED = '[data-exclude-from-image]';

/**
 * Draws an element as a PNG, as it looks on the page. The library is loaded for the first image. Rejects if the browser
 * cannot draw the element.
 */
export const DRAW_IMAGE = new InjectionToken<(element: HTMLElement) => Promise<Blob>>('DRAW_IMAGE', {
  factory: () => async (element) => {
    const { toBlob } = await import('html-to-image');
    const restore = inlineSvgStyles(element);
    try {
      const image = await toBlob(element, {
        // Keeps the image sharp where it is enlarged.
        pixelRatio: 2,
        filter: (node) => !(node instanceof Element && node.matches(EXCLUDED)),
      });
      if (image === null) throw new Error('The browser returned an empty image.');
      return image;
    } finally {
      restore();
    }
  },
});
