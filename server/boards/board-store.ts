import { Injectable } from '@nestjs/common';
import { sql, type Kysely, type RawBuilder, type Selectable, type UpdateObject } from 'kysely';
import type { Board, BoardInput } from '../../wire/board.js';
import { Clock } from '../common/time/clock.js';
import { Database } from '../database/database.js';
import type { BoardsTable, Tables } from '../database/migrations/schema.js';

/** A board as the database knows it. A deleted one is kept, so that its slug answers 410 and its versions go on,
 * but without its definition. */
export interface StoredBoard {
  readonly board: Board;
  /** Orders boards by age; milliseconds, but never those of another board that was made before. */
  readonly createdAt: number;
  readonly deleted: boolean;
}

/** What the row's JSON holds; slug and version have columns. */
type Definition = Omit<BoardInput, 'slug'>;

type NewRow = Omit<BoardsTable, 'created_at' | 'deleted_at'> & { created_at: RawBuilder<number> };

/** In `meta`: when the boards of the first start were made. */
const SEEDED = 'boards.seeded';

/** What is kept of a deleted board's definition. */
const NOTHING: Definition = { title: '', panels: [] };

/** Versions that a write is meant for. */
export type ExpectedVersions = 'any' | readonly number[];

/**
 * The boards' table. Each write is one atomic statement, durable when it resolves, and answers what it made; undefined
 * means that it did not apply and changed nothing.
 */
@Injectable()
export class BoardStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async all(): Promise<StoredBoard[]> {
    const rows = await this.database.kysely
      .selectFrom('boards')
      .selectAll()
      .orderBy('created_at')
      .orderBy('slug')
      .execute();
    return rows.map(storedBoardOf);
  }

  async get(slug: string): Promise<StoredBoard | undefined> {
    const row = await this.database.kysely.selectFrom('boards').selectAll().where('slug', '=', slug).executeTakeFirst();
    return row && storedBoardOf(row);
  }

  /**
   * Inserts the boards of a first start, once in the life of the database: together with a mark, so that a crash leaves
   * either both or none, and a board that somebody deleted never comes back.
   */
  async seed(boards: readonly BoardInput[]): Promise<void> {
    const { kysely } = this.database;
    const seeded = await kysely.selectFrom('meta').select('value').where('key', '=', SEEDED).executeTakeFirst();
    if (seeded) return;
    await this.database.atomically(
      ...boards.map((board) =>
        kysely
          .insertInto('boards')
          .values(this.row(board))
          .onConflict((conflict) => conflict.doNothing()),
      ),
      kysely.insertInto('meta').values({ key: SEEDED, value: new Date(this.clock.now()).toISOString() }),
    );
  }

  /** Undefined where the slug is taken. A deleted board's slug continues its versions, as the youngest of all. */
  async insert(board: BoardInput): Promise<StoredBoard | undefined> {
    const row = await this.database.kysely
      .insertInto('boards')
      .values(this.row(board))
      .onConflict((conflict) =>
        conflict
          .column('slug')
          .doUpdateSet((row) => ({
            version: sql<number>`${row.ref('boards.version')} + 1`,
            definition: row.ref('excluded.definition'),
            created_at: row.ref('excluded.created_at'),
            deleted_at: null,
          }))
          .where('boards.deleted_at', 'is not', null),
      )
      .returningAll()
      .executeTakeFirst();
    return row && storedBoardOf(row);
  }

  /** Undefined where the board is not there at one of these versions (any more). */
  update({ slug, ...definition }: BoardInput, expected: ExpectedVersions): Promise<StoredBoard | undefined> {
    const changes = { definition: write(definition), version: sql<number>`version + 1` };
    return this.change(this.database.kysely, slug, expected, changes);
  }

  /** Undefined where the board is not there at one of these versions (any more). */
  delete(slug: string, expected: ExpectedVersions): Promise<StoredBoard | undefined> {
    const changes = { deleted_at: this.clock.now(), definition: write(NOTHING) };
    return this.change(this.database.reclaiming, slug, expected, changes);
  }

  private async change(
    kysely: Kysely<Tables>,
    slug: string,
    expected: ExpectedVersions,
    changes: UpdateObject<Tables, 'boards'>,
  ): Promise<StoredBoard | undefined> {
    const row = await kysely
      .updateTable('boards')
      .set(changes)
      .where('slug', '=', slug)
      .where('deleted_at', 'is', null)
      .$if(expected !== 'any', (query) => query.where('version', 'in', expected as readonly number[]))
      .returningAll()
      .executeTakeFirst();
    return row && storedBoardOf(row);
  }

  private row({ slug, ...definition }: BoardInput): NewRow {
    return { slug, version: 1, definition: write(definition), created_at: this.youngest() };
  }

  /** Now, or just after the youngest board where the clock stands still or went back. */
  private youngest(): RawBuilder<number> {
    return sql<number>`(select max(${this.clock.now()}, coalesce(max(created_at) + 1, 0)) from boards)`;
  }
}

function write(definition: Definition): string {
  return JSON.stringify(definition);
}

function storedBoardOf(row: Selectable<BoardsTable>): StoredBoard {
  const { title, range, timeZone, panels } = JSON.parse(row.definition) as Definition;
  return {
    board: {
      slug: row.slug,
      title,
      version: row.version,
      ...(range && { range }),
      ...(timeZone && { timeZone }),
      panels,
    },
    createdAt: row.created_at,
    deleted: row.deleted_at !== null,
  };
}
