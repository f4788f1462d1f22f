import type { Board } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import type { TimeRange } from '../../../wire/range';
import type { PanelData } from '../../../wire/snapshot';

/** One panel's data. The object stays the same one while its data did not change. */
export interface PanelView {
  id: string;
  /** Merged: always whole, without `from`. Absent parts are as in the snapshot: an error or a pending panel has no frame. */
  data: PanelData;
  /** The last good frame of this query and range, also while `data` is an error or pending. */
  lastFrame?: Frame;
}

/** A board as it is to be drawn. */
export interface BoardView {
  board: Board;
  version: number;
  epoch: string;
  revision: number;
  /** What part of time is asked for; the object stays the same while that does. Panels may have a range of their own. */
  range: TimeRange;
  generatedAt: string;
  /** In the definition's order; a panel that the server has not mentioned yet is missing. */
  panels: ReadonlyMap<string, PanelView>;
}
