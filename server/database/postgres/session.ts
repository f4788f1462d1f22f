/** All tables are in their own schema, so that other applications can use the same database. */
export const SCHEMA = 'boardcast';

/** The key of the advisory lock that the writing process holds: 'BCST'. */
export const WRITER_LOCK = 0x42435354;

/** A reader's statement that takes longer is canceled, because its client no longer waits. */
const READ_TIMEOUT_MS = 30_000;

/** Returns the statements that set up a new connection. */
export function sessionStatements(role: 'writer' | 'reader'): string {
  return [
    `SET search_path TO ${SCHEMA}`,
    "SET TIME ZONE 'UTC'",
    // Return exact floating-point numbers, and do not compile plans: the queries are short.
    'SET extra_float_digits TO 1',
    'SET jit TO off',
    role === 'reader'
      ? `SET default_transaction_read_only TO on; SET statement_timeout TO ${READ_TIMEOUT_MS}`
      : // A write is answered after it is on the disk, whatever the server's default. A stricter setting is kept.
        `SELECT set_config('synchronous_commit', 'on', false)
         WHERE current_setting('synchronous_commit') IN ('off', 'local')`,
  ].join('; ');
}
