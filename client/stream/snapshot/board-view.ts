import type { Board } from '../../../wire/schemas/board';
import type { Frame } from '../../../wire/schemas/frame';
import type { TimeRange } from '../../../wire/range';
import type { PanelData } from '../../../wire/schemas/snapshot';

/** The data of one panel. The object stays the same while its data does not change. */
export interface PanelView {
  /** The id of the panel on its board. */
  id: string;
  /** The merged data: always complete, without `from`. As in a snapshot, an error or a pending panel has no frame. */
  data: PanelData;
  /** The last valid frame of this query and range. It is kept while `data` is an error or pending. */
  lastFrame?: Frame | undefined;
}

/** A board with the data that is shown. */
export interface BoardView {
  /** The definition of the board. */
  board: Board;
  /** The version of the definition. */
  version: number;
  /** Identifies the counter of `revision`, which restarts with the server. */
  epoch: string;
  /** The revision of the data. */
  revision: number;
  /**
   * The requested range. The object stays the same while the range does not change. Panels may have their own range.
   */
  range: TimeRange;
  /** When the server assembled the data, in ISO 8601. */
  generatedAt: string;
  /** In the definition's order. A panel without data from the server is missing. */
  panels: ReadonlyMap<string, PanelView>;
}
