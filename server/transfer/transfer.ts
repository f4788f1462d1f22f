/** Lines of NDJSON, in order, as an export writes them and an import reads them. */
export interface NdjsonLines {
  /** Whole lines in UTF-8, each `{ "type": "…", … }`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Number of the first line in the file, from 1, for error messages. */
  readonly first: number;
}

/** The payload of a job that imports lines. */
export interface ImportLinesRequest {
  readonly lines: NdjsonLines;
  readonly nowUs: number;
}

/** How many lines were stored, and how many described something that existed already. */
export interface ImportCounts {
  readonly stored: number;
  readonly kept: number;
}

/** How a feature exports and imports its data. It is registered in `TransferRegistry`. */
export interface Transfer {
  /** Types of the lines that the feature writes and reads. No other transfer has the same. */
  readonly types: readonly string[];

  /** Definitions are exported before data, so that an interrupted import has them. */
  readonly content: 'definitions' | 'data';

  /** All data of the feature as whole lines, in chunks that can be sent as they are. */
  export(): AsyncIterable<Uint8Array>;

  /**
   * Stores the contents of the lines. They are durable when the promise resolves. What exists already is kept, so that
   * importing the same lines again changes nothing.
   * @throws Problem that names the wrong line (`Line 17`): some of the lines before it may be stored.
   */
  import(type: string, lines: NdjsonLines): Promise<ImportCounts>;
}
