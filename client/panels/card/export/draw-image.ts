import { InjectionToken } from '@angular/core';
import { inlineSvgStyles } from './inline-svg-styles';

/** What belongs to the page, not to the picture. */
const EXCLUDED = '[data-exclude-from-image]';

/** Draws an element as a PNG, as it looks; loaded when the first image is wanted. Rejects where that cannot be done. */
export const DRAW_IMAGE = new InjectionToken<(element: HTMLElement) => Promise<Blob>>('DRAW_IMAGE', {
  factory: () => async (element) => {
    const { toBlob } = await import('html-to-image');
    const restore = inlineSvgStyles(element);
    try {
      const image = await toBlob(element, {
        // Sharp also where it is pasted larger.
        pixelRatio: 2,
        filter: (node) => !(node instanceof Element && node.matches(EXCLUDED)),
      });
      if (image === null) throw new Error('The browser has drawn nothing.');
      return image;
    } finally {
      restore();
    }
  },
});
