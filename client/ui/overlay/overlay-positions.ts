import type { ConnectedPosition } from '@angular/cdk/overlay';

/** Below a button and aligned with its right edge. If there is no room, aligned with its left edge, or above it. */
export const BELOW_RIGHT: ConnectedPosition[] = [
  { originX: 'end', originY: 'bottom', overlayX: 'end', overlayY: 'top', offsetY: 6 },
  { originX: 'start', originY: 'bottom', overlayX: 'start', overlayY: 'top', offsetY: 6 },
  { originX: 'end', originY: 'top', overlayX: 'end', overlayY: 'bottom', offsetY: -6 },
];
