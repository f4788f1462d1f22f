import { OverlayContainer } from '@angular/cdk/overlay';
import { Injectable, type Provider } from '@angular/core';

/**
 * Menus, lists and dialogs open beside the page, not in it. All content belongs to a landmark (WAI-ARIA APG, landmark
 * regions), or whoever goes from one to the next never comes across them; while nothing is open there is none.
 */
@Injectable()
class OverlayLandmark extends OverlayContainer {
  protected override _createContainer(): void {
    super._createContainer();
    this._containerElement?.setAttribute('role', 'region');
    this._containerElement?.setAttribute('aria-label', $localize`Open menus and dialogs`);
  }
}

export function provideOverlayLandmark(): Provider {
  return { provide: OverlayContainer, useClass: OverlayLandmark };
}
