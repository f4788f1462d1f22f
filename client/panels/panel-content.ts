import type { InputSignal, Signal } from '@angular/core';
import type { Panel } from '../../wire/schemas/board';
import type { Frame } from '../../wire/schemas/frame';
import type { TimeRange } from '../../wire/range';

/** The inputs of every panel type. The frame contains at least one value: the panel card handles the other cases. */
export interface PanelContent {
  readonly panel: InputSignal<Panel>;
  readonly frame: InputSignal<Frame>;
  /** The time range of the frame; an input as well. */
  readonly range: Signal<TimeRange>;
}
