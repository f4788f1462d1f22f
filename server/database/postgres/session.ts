/** Everything lies in a schema of its own, so that a database may be shared with others. */
export const SCHEMA = 'boardcast';

/** Key of the advisory lock that the writing process holds: 'BCST'. */
export const WRITER_LOCK = 0x42435354;

/** A reader's statement that takes longer is ended: whoever asked has given up. */
const READ_TIMEOUT_MS = 30_000;

/** What a connection is told before anything else. */
export function sessionStatements(role: 'writer' | 'reader'): string {
  return [
    `SET search_path TO ${SCHEMA}`,
    "SET TIME ZONE 'UTC'",
    // Numbers are told exactly, and no plan is worth compiling.
    'SET extra_float_digits TO 1',
    'SET jit TO off',
    role === 'reader'
      ? `SET default_transaction_read_only TO on; SET statement_timeout TO ${READ_TIMEOUT_MS}`
      : // A write is answered after it is on the disk, whatever the server's default; a stronger one stays.
        `SELECT set_config('synchronous_commit', 'on', false)
         WHERE current_setting('synchronous_commit') IN ('off', 'local')`,
  ].join('; ');
}
