import type { ConnectedPosition } from '@angular/cdk/overlay';

/** Below a button of the header, along its right edge; where there is no room, along its left or above. */
export const BELOW_RIGHT: ConnectedPosition[] = [
  { originX: 'end', originY: 'bottom', overlayX: 'end', overlayY: 'top', offsetY: 6 },
  { originX: 'start', originY: 'bottom', overlayX: 'start', overlayY: 'top', offsetY: 6 },
  { originX: 'end', originY: 'top', overlayX: 'end', overlayY: 'bottom', offsetY: -6 },
];
