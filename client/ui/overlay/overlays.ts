/**
 * Code of menus and popovers that is loaded when the first of them opens. `@defer` blocks import it from here: then it is one
 * file, without the parts of the packages that no menu uses.
 */
export { CdkMenu, CdkMenuGroup, CdkMenuItem, CdkMenuItemRadio } from '@angular/cdk/menu';
export { MenuOverlay } from './menu-overlay';
export { Popover } from './popover';
