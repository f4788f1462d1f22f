import { Directive, ElementRef, inject, signal } from '@angular/core';

/** A button that opens a menu. The code of the menu is loaded when it is opened for the first time, see `MenuOverlay`. */
@Directive({
  selector: 'button[bcMenuButton]',
  exportAs: 'bcMenuButton',
  host: {
    'aria-haspopup': 'menu',
    '[attr.aria-expanded]': 'isOpen()',
    '(click)': 'toggle()',
    '(keydown.arrowdown)': "openWithKey($event, 'first')",
    '(keydown.arrowup)': "openWithKey($event, 'last')",
  },
})
export class MenuButton {
  readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly isOpen = signal(false);
  /** The item that takes the focus when the menu opens. */
  focusedItem: 'first' | 'last' = 'first';

  protected toggle(): void {
    this.focusedItem = 'first';
    this.isOpen.update((isOpen) => !isOpen);
  }

  protected openWithKey(event: Event, item: 'first' | 'last'): void {
    event.preventDefault();
    this.focusedItem = item;
    this.isOpen.set(true);
  }
}
