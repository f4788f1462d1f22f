import type { Board } from '../../../wire/schemas/board';
import type { Frame } from '../../../wire/schemas/frame';
import type { TimeRange } from '../../../wire/range';
import type { PanelData } from '../../../wire/schemas/snapshot';

/** The data of one panel. The object stays the same while its data does not change. */
export interface PanelView {
  id: string;
  /** The merged data: always complete, without `from`. As in a snapshot, an error or a pending panel has no frame. */
  data: PanelData;
  /** The last valid frame of this query and range. It is kept while `data` is an error or pending. */
  lastFrame?: Frame | undefined;
}

/** A board with the data that is shown. */
export interface BoardView {
  board: Board;
  version: number;
  epoch: string;
  revision: number;
  /**
   * The requested range. The object stays the same while the range does not change. Panels may have their own range.
   */
  range: TimeRange;
  generatedAt: string;
  /** In the definition's order. A panel without data from the server is missing. */
  panels: ReadonlyMap<string, PanelView>;
}
