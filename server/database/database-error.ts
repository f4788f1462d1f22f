/** A statement that the database refused: a mistake in the code, or a constraint that the caller wants to know of. */
export class DatabaseError extends Error {
  /**
   * @param code SQLite's extended result code, https://www.sqlite.org/rescode.html, or PostgreSQL's SQLSTATE,
   * https://www.postgresql.org/docs/current/errcodes-appendix.html
   */
  constructor(
    message: string,
    readonly code: number | string | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
