/** The database rejected a statement, because of a bug or because of a constraint that the caller handles. */
export class DatabaseError extends Error {
  /**
   * @param code an extended result code of SQLite, https://www.sqlite.org/rescode.html, or an SQLSTATE of PostgreSQL,
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
