/** Lines of NDJSON, in order, that a room wrote or is to read. */
export interface Lines {
  /** Whole lines in UTF-8, each `{ "type": "…", … }`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Number of the first of them in the file, from 1, for words. */
  readonly first: number;
}

/** How many of the lines are new here, and how many were here already. */
export interface Imported {
  readonly stored: number;
  readonly kept: number;
}

/** A room's part in exporting and importing everything. */
export interface Transfer {
  /** Types of lines that are its own. */
  readonly types: readonly string[];

  /** All that the room holds, as lines: portions that may be sent as they are. */
  export(): AsyncIterable<Uint8Array>;

  /**
   * Stores what such lines hold, durable when it resolves. What is here already stays; the same lines twice change nothing.
   * @throws Problem that names the line (`Line 17`) if something is wrong: of those before it some may be stored.
   */
  import(type: string, lines: Lines): Promise<Imported>;
}
