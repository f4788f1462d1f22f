import { MIGRATIONS } from './sqlite-migrations.js';
import { toPostgresDdl } from '../postgres/to-postgres-ddl.js';

/** Functions that the handlers' SQL uses, which PostgreSQL has by other names. */
const FUNCTIONS = [
  `CREATE FUNCTION max(a anycompatible, b anycompatible) RETURNS anycompatible
   LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT greatest(a, b)'`,
  `CREATE FUNCTION min(a anycompatible, b anycompatible) RETURNS anycompatible
   LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT least(a, b)'`,
];

/** Tables that are made in another way than by translation, by how their statement begins. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  // What was just written and is deleted again when it is sealed: it is to be vacuumed often.
  'CREATE TABLE points (': [
    `CREATE TABLE points (
      series_id bigint NOT NULL,
      at bigint NOT NULL,
      value double precision NOT NULL,
      PRIMARY KEY (series_id, at)
    ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000)`,
  ],
  // In partitions of days, which are dropped whole; made when their first row comes, so none is missing or in vain. There
  // is no default one: it would have to be searched through for each new one.
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

/** Statements by the migration's name, in order: those of SQLite, and what must be there before them. */
export const POSTGRES_MIGRATIONS: Readonly<Record<string, readonly string[]>> = {
  '0000-functions': FUNCTIONS,
  ...Object.fromEntries(Object.entries(MIGRATIONS).map(([name, statements]) => [name, statements.flatMap(translated)])),
};

function translated(statement: string): readonly string[] {
  const own = Object.entries(OWN).find(([beginning]) => statement.startsWith(beginning));
  return own?.[1] ?? [toPostgresDdl(statement)];
}
