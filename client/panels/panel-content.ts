import type { InputSignal } from '@angular/core';
import type { Panel } from '../../wire/board';
import type { Frame } from '../../wire/frame';
import type { Range } from '../../wire/range';

/** What every kind of panel draws from. Its frame holds at least one value: the other cases are the panel's own. */
export interface PanelContent {
  readonly panel: InputSignal<Panel>;
  readonly frame: InputSignal<Frame>;
  readonly range: InputSignal<Range>;
}
