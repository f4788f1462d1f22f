import { CdkMenuTriggerBase, MENU_STACK, MENU_TRIGGER, MenuStack } from '@angular/cdk/menu';
import { CdkConnectedOverlay } from '@angular/cdk/overlay';
import { ChangeDetectionStrategy, Component, afterNextRender, input, viewChild } from '@angular/core';
import type { MenuButton } from './menu-button';
import { BELOW_RIGHT } from './overlay-positions';

/**
 * Shows a `cdkMenu` beside its button. Create it when the button opens, in a `@defer` block. `CdkMenuTrigger` does the same,
 * but is part of the button, so that every page would load the code of its menus at the start.
 */
@Component({
  selector: 'bc-menu-overlay',
  imports: [CdkConnectedOverlay],
  providers: [
    { provide: MENU_TRIGGER, useExisting: MenuOverlay },
    { provide: MENU_STACK, useClass: MenuStack },
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ng-template
      cdkConnectedOverlay
      [cdkConnectedOverlayOrigin]="button().element"
      [cdkConnectedOverlayOpen]="true"
      [cdkConnectedOverlayPositions]="positions"
      [cdkConnectedOverlayLockPosition]="true"
      [cdkConnectedOverlayDisableClose]="true"
      (overlayOutsideClick)="close()"
    >
      <ng-content />
    </ng-template>
  `,
})
export class MenuOverlay extends CdkMenuTriggerBase {
  readonly button = input.required<MenuButton>();
  private readonly overlay = viewChild.required(CdkConnectedOverlay);
  protected readonly positions = BELOW_RIGHT;

  constructor() {
    super();
    this.menuStack.closed.subscribe(({ focusParentTrigger }) => {
      // Removes the menu at once. After Escape, it would otherwise take the focus back.
      this.overlay().detachOverlay();
      this.close();
      if (focusParentTrigger === true) this.button().element.focus();
    });
    afterNextRender(() => {
      if (this.button().focusedItem === 'first') this.childMenu?.focusFirstItem('program');
      else this.childMenu?.focusLastItem('program');
    });
  }

  override close(): void {
    this.button().isOpen.set(false);
  }
}
