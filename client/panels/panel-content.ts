import type { InputSignal, Signal } from '@angular/core';
import type { Panel } from '../../wire/board';
import type { Frame } from '../../wire/frame';
import type { TimeRange } from '../../wire/range';

/** What every kind of panel draws from. Its frame holds at least one value: the other cases are the panel's own. */
export interface PanelContent {
  readonly panel: InputSignal<Panel>;
  readonly frame: InputSignal<Frame>;
  /** What part of time the frame is of: an input too. */
  readonly range: Signal<TimeRange>;
}
