import { Injectable } from '@nestjs/common';
import type { Board, BoardDefinition, BoardSummary } from '../../wire/schemas/board.js';
import { validationProblem } from '../common/validation/validate.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { entityTag } from '../http/entity-tags.js';
import { summaryOf } from './board-list.js';
import { boardTopic } from './board-topics.js';
import { BoardsService } from './boards.service.js';
import { INBOX_SLUG } from './inbox/build-inbox.js';

/** A board to create. */
export interface NewBoardInput extends Omit<BoardDefinition, 'slug'> {
  /** Identifies the board in its address. Default: derived from the title */
  readonly slug?: string | undefined;
}

/** A changed board. */
export interface BoardUpdate extends BoardDefinition {
  /** The version that was changed, as `get` returned it. */
  readonly version: number;
}

/**
 * Reads and changes boards from code, with the same rules as `/api/v1/boards`. Boards are loaded when the application starts, so
 * use it from `onApplicationBootstrap` on. Returned boards are copies.
 *
 * @example
 * ```ts
 * const board = this.boards.get('shop');
 * await this.boards.update({ ...board, title: 'Shop (Europe)' });
 * ```
 */
@Injectable()
export class Boards {
  constructor(
    private readonly boards: BoardsService,
    private readonly notifications: NotificationQueue,
  ) {}

  /**
   * Lists all boards: stored boards, oldest first, then boards of files, then the computed inbox. Panels have no `query` and no
   * `options`.
   */
  list(): BoardSummary[] {
    return structuredClone(this.boards.list().map(summaryOf));
  }

  /**
   * Returns a board.
   * @throws Problem 404 if it never existed, 410 if it was deleted
   */
  get(slug: string): Board {
    return structuredClone(this.boards.get(slug));
  }

  /**
   * Creates a board. The slug of a deleted board can be used again. Resolves when the board is durably stored and the change is
   * published.
   *
   * @throws Problem 422 whose `errors` name everything that is wrong, with paths like `panels[0].query.metric`; 409 if the slug is
   *   taken; 413 if the definition is larger than 1 MiB; 429 if there are `MAX_BOARDS` boards; 503 or 507 if the server cannot
   *   store it
   */
  async create(board: NewBoardInput): Promise<Board> {
    const created = await this.boards.create(board);
    await this.publish(created.slug);
    return structuredClone(created);
  }

  /**
   * Replaces the definition of the board with this slug, if `version` is its current version. Resolves when the new version is
   * durably stored and the change is published.
   *
   * @returns the board with its new version
   * @throws Problem 412 if the board has another version, because it was changed since it was read: get it again, and apply the
   *   change to it; 404, 410; 409 for the inbox and for boards of files; 413, 422, 503 and 507 as for `create`
   */
  async update(board: BoardUpdate): Promise<Board> {
    const updated = await this.boards.replace(board.slug, ifMatch(board.version), board);
    await this.publish(updated.slug);
    return structuredClone(updated);
  }

  /**
   * Deletes a board.
   *
   * @param version if given, the board is deleted only if this is its current version
   * @throws Problem 412 if the board has another version, 404, 410, 409 for the inbox and for boards of files, 503
   */
  async remove(slug: string, version?: number): Promise<void> {
    await this.boards.delete(slug, version === undefined ? undefined : ifMatch(version));
    await this.publish(slug);
  }

  private async publish(slug: string): Promise<void> {
    await this.notifications.publish(boardTopic(slug), boardTopic(INBOX_SLUG));
  }
}

/** @throws Problem 422 */
function ifMatch(version: unknown): string {
  if (typeof version === 'number' && Number.isInteger(version)) return entityTag(version);
  throw validationProblem([{ path: 'version', message: 'must be the version of the board that was read' }]);
}
