import { MIGRATIONS } from './migrations.js';
import { toPostgresDdl } from '../postgres/to-postgres-ddl.js';

/** SQLite functions in the jobs' SQL that have other names in PostgreSQL. */
const FUNCTIONS = [
  `CREATE FUNCTION max(a anycompatible, b anycompatible) RETURNS anycompatible
   LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT greatest(a, b)'`,
  `CREATE FUNCTION min(a anycompatible, b anycompatible) RETURNS anycompatible
   LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT least(a, b)'`,
];

/** Statements that replace a translated one, by its beginning. */
const REPLACEMENTS: Readonly<Record<string, readonly string[]>> = {
  // Points are deleted soon after they are written, when they are sealed, so the table is vacuumed often.
  'CREATE TABLE points (': [
    `CREATE TABLE points (
      series_id bigint NOT NULL,
      at bigint NOT NULL,
      value double precision NOT NULL,
      PRIMARY KEY (series_id, at)
    ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000)`,
  ],
  // A partition per day, so that expired days are dropped whole. Partitions are created with their first row. There is no default
  // partition, because PostgreSQL would have to scan it for each new partition.
  'CREATE TABLE chunks (': [
    'CREATE SEQUENCE chunks_id',
    `CREATE TABLE chunks (
      id bigint NOT NULL DEFAULT nextval('chunks_id'),
      series_id bigint NOT NULL,
      start bigint NOT NULL,
      data bytea NOT NULL,
      PRIMARY KEY (id, start),
      UNIQUE (series_id, start)
    ) PARTITION BY RANGE (start)`,
  ],
  'CREATE TABLE rollups (': [
    'CREATE SEQUENCE rollups_id',
    `CREATE TABLE rollups (
      id bigint NOT NULL DEFAULT nextval('rollups_id'),
      series_id bigint NOT NULL,
      step bigint NOT NULL,
      start bigint NOT NULL,
      moments bytea NOT NULL,
      sketches bytea NOT NULL,
      PRIMARY KEY (id, step, start),
      UNIQUE (series_id, step, start)
    ) PARTITION BY LIST (step)`,
  ],
};

/** Statements by the migration's name, in order: the functions, then SQLite's migrations. */
export const POSTGRES_MIGRATIONS: Readonly<Record<string, readonly string[]>> = {
  '0000-functions': FUNCTIONS,
  ...Object.fromEntries(Object.entries(MIGRATIONS).map(([name, statements]) => [name, statements.flatMap(translate)])),
};

function translate(statement: string): readonly string[] {
  const replacement = Object.entries(REPLACEMENTS).find(([beginning]) => statement.startsWith(beginning));
  return replacement?.[1] ?? [toPostgresDdl(statement)];
}
