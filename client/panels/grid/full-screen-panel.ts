import type { Signal } from '@angular/core';

/**
 * The panel that fills the page. Provided by pages on which a panel can fill the page. The grid injects it as optional, because
 * without it none can.
 */
export abstract class FullScreenPanel {
  /** The id of the panel, which the board need not have; undefined if all panels are shown. */
  abstract readonly id: Signal<string | undefined>;

  /** Shows only this panel; undefined shows all panels again. */
  abstract show(id: string | undefined): void;
}
