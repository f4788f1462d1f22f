import { Injectable } from '@nestjs/common';
import { sql, type Kysely, type RawBuilder, type Selectable, type UpdateObject } from 'kysely';
import type { Board, BoardInput } from '../../wire/schemas/board.js';
import { Clock } from '../common/time/clock.js';
import { Database } from '../database/database.js';
import type { BoardsTable, DatabaseSchema } from '../database/migrations/schema.js';

/** A row of the boards table. The row of a deleted board stays, without its definition, so that its slug returns 410 and
 * a new board with this slug continues its versions. */
export interface StoredBoard {
  readonly board: Board;
  /** The creation time in ms, made unique so that it orders boards by age. */
  readonly createdAt: number;
  readonly deleted: boolean;
}

/** The JSON in a row. Slug and version have their own columns. */
type Definition = Omit<BoardInput, 'slug'>;

type NewRow = Omit<BoardsTable, 'created_at' | 'deleted_at'> & { created_at: RawBuilder<number> };

/** The definition of a deleted board. */
const EMPTY_DEFINITION: Definition = { title: '', panels: [] };

/** The versions that a write may replace. */
export type ExpectedVersions = 'any' | readonly number[];

/**
 * Reads and writes the boards table. Each write is one atomic statement that is durable when it resolves. It returns the new
 * row, or undefined if nothing was changed.
 */
@Injectable()
export class BoardRepository {
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
    return rows.map(toStoredBoard);
  }

  async get(slug: string): Promise<StoredBoard | undefined> {
    const row = await this.database.kysely.selectFrom('boards').selectAll().where('slug', '=', slug).executeTakeFirst();
    return row && toStoredBoard(row);
  }

  /** Returns undefined, and changes nothing, if a board has or had the slug. */
  async insertUnused(board: BoardInput): Promise<StoredBoard | undefined> {
    const row = await this.database.kysely
      .insertInto('boards')
      .values(this.toRow(board))
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    return row && toStoredBoard(row);
  }

  /**
   * Returns undefined if the slug is taken. A board with the slug of a deleted one continues its versions, and is the newest
   * of all boards.
   */
  async insert(board: BoardInput): Promise<StoredBoard | undefined> {
    const row = await this.database.kysely
      .insertInto('boards')
      .values(this.toRow(board))
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
    return row && toStoredBoard(row);
  }

  /** Returns undefined if the board does not exist in one of the expected versions. */
  update({ slug, ...definition }: BoardInput, expected: ExpectedVersions): Promise<StoredBoard | undefined> {
    const changes = { definition: toJson(definition), version: sql<number>`version + 1` };
    return this.updateRow(this.database.kysely, slug, expected, changes);
  }

  /** Returns undefined if the board does not exist in one of the expected versions. */
  delete(slug: string, expected: ExpectedVersions): Promise<StoredBoard | undefined> {
    const changes = { deleted_at: this.clock.now(), definition: toJson(EMPTY_DEFINITION) };
    return this.updateRow(this.database.reclaiming, slug, expected, changes);
  }

  private async updateRow(
    kysely: Kysely<DatabaseSchema>,
    slug: string,
    expected: ExpectedVersions,
    changes: UpdateObject<DatabaseSchema, 'boards'>,
  ): Promise<StoredBoard | undefined> {
    const row = await kysely
      .updateTable('boards')
      .set(changes)
      .where('slug', '=', slug)
      .where('deleted_at', 'is', null)
      .$if(expected !== 'any', (query) => query.where('version', 'in', expected as readonly number[]))
      .returningAll()
      .executeTakeFirst();
    return row && toStoredBoard(row);
  }

  private toRow({ slug, ...definition }: BoardInput): NewRow {
    return { slug, version: 1, definition: toJson(definition), created_at: this.nextCreatedAt() };
  }

  /** The current time, or 1 ms after the newest board if the clock did not advance. */
  private nextCreatedAt(): RawBuilder<number> {
    return sql<number>`(select max(${this.clock.now()}, coalesce(max(created_at) + 1, 0)) from boards)`;
  }
}

function toJson(definition: Definition): string {
  return JSON.stringify(definition);
}

function toStoredBoard(row: Selectable<BoardsTable>): StoredBoard {
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
