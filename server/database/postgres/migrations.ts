import { MIGRATIONS } from '../migrations.js';
import { toPostgresDdl } from './to-postgres-ddl.js';

/** Functions that the handlers' SQL uses, which PostgreSQL has by other names or for other types. */
const FUNCTIONS = [
  `CREATE FUNCTION max(a anycompatible, b anycompatible) RETURNS anycompatible
   LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT greatest(a, b)'`,
  `CREATE FUNCTION min(a anycompatible, b anycompatible) RETURNS anycompatible
   LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT least(a, b)'`,
  `CREATE FUNCTION json_each(list text) RETURNS TABLE (key bigint, value bigint)
   LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100 AS
   'SELECT position - 1, item::bigint FROM json_array_elements_text(list::json) WITH ORDINALITY AS items (item, position)'`,
];

/** Statements by the migration's name, in order: those of SQLite, and what must be there before them. */
export const POSTGRES_MIGRATIONS: Readonly<Record<string, readonly string[]>> = {
  '0000-functions': FUNCTIONS,
  ...Object.fromEntries(Object.entries(MIGRATIONS).map(([name, statements]) => [name, statements.map(toPostgresDdl)])),
};
