/** What is wrong in a file, and where. */
export interface Fault {
  /** Counted from 1; missing where it is not one line's. */
  readonly line?: number;
  /** In the definition, like `panels[2].title`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}
