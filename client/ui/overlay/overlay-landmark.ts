import { OverlayContainer } from '@angular/cdk/overlay';
import { Injectable, type Provider } from '@angular/core';

/**
 * Makes the container of menus, lists and dialogs a landmark, so that users who navigate by landmarks find them (WAI-ARIA APG,
 * landmark regions). The container exists only after something was opened.
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
