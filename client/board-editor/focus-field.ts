import { type Injector, afterNextRender } from '@angular/core';

const CONTROLS = 'input, select, textarea';

/**
 * Focuses the control of a field after the next rendering, and opens the section that it is in.
 *
 * @param selector the field: a control, or an element that contains one
 * @returns whether there is one
 */
export function focusField(host: HTMLElement, selector: string, injector: Injector): Promise<boolean> {
  return new Promise((resolve) => {
    const focus = (): void => {
      const field = host.querySelector(selector);
      const control = field?.matches(CONTROLS) ? field : field?.querySelector(CONTROLS);
      const section = control?.closest('details');
      if (section) section.open = true;
      if (control instanceof HTMLElement) control.focus();
      resolve(control instanceof HTMLElement);
    };
    afterNextRender({ write: focus }, { injector });
  });
}
