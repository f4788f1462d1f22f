/** A statement that SQLite refused: a mistake in the code, or a constraint that the caller wants to know of. */
export class DatabaseError extends Error {
  /** @param code SQLite's extended result code, https://www.sqlite.org/rescode.html */
  constructor(
    message: string,
    readonly code: number | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
