import { Injectable } from '@nestjs/common';
import type { Board, Query } from '../../../wire/schemas/board.js';
import { boardNotFound } from '../../common/errors/board-not-found.js';
import { Problem } from '../../common/errors/problem.js';
import { Settings } from '../../config/settings.js';
import type { BoardDefinitions, DefinitionChange } from '../../dashboard/contracts/board-definitions.js';
import type { BoardLocator } from '../../dashboard/contracts/board-locator.js';
import { METRIC_CATALOG_TOPIC } from '../../metrics/metric-topics.js';
import { MetricCatalog } from '../../metrics/metric-catalog.js';
import { BoardIndex } from './board-index.js';
import { BoardRepository, type StoredBoard } from '../board.repository.js';
import { ComputedInbox } from '../inbox/computed-inbox.js';
import { INBOX_SLUG } from '../inbox/build-inbox.js';
import { slugOfTopic } from '../board-topics.js';

/**
 * All boards, in memory. A change is in the catalog before its notification is published, so that everyone who reads a board
 * after a notification gets the new definition.
 */
@Injectable()
export class BoardCatalog implements BoardDefinitions, BoardLocator {
  private readonly index = new BoardIndex();
  private readonly computedInbox: ComputedInbox;
  /** Problems of files that define no valid board, by slug. */
  private invalidFiles: ReadonlyMap<string, Problem> = new Map();

  constructor(
    private readonly repository: BoardRepository,
    metrics: MetricCatalog,
    private readonly settings: Settings,
  ) {
    this.computedInbox = new ComputedInbox(metrics, this.index);
  }

  /** Reads all boards from the database. Must be called before the first request. */
  async load(): Promise<void> {
    for (const stored of await this.repository.all()) this.index.put(stored);
  }

  /** Reads a board again. */
  async refresh(slug: string): Promise<void> {
    const stored = await this.repository.get(slug);
    if (stored) this.index.put(stored);
  }

  /** Adds or updates a board that was just written. */
  put(stored: StoredBoard): void {
    this.index.put(stored);
  }

  /** Adds or updates a board that a file defines. Such boards are listed after all stored ones. */
  putFile(board: Board): void {
    this.index.replace({ board, createdAt: Number.MAX_SAFE_INTEGER, deleted: false });
  }

  /** Removes the board of a file. A stored board or deletion with the same slug applies again. */
  async removeFile(slug: string): Promise<void> {
    const known = this.index.get(slug);
    if (known) this.index.replace({ ...known, board: { slug, title: '', version: 0, panels: [] }, deleted: true });
    await this.refresh(slug);
  }

  /** Sets the problems of files that were never valid, by slug. */
  setInvalidFiles(problems: ReadonlyMap<string, Problem>): void {
    this.invalidFiles = problems;
  }

  /**
   * Returns a board.
   *
   * @throws Problem 404 if it never existed or its file is not valid, 410 if it was deleted
   */
  getOrThrow(slug: string): Board {
    return boardOrThrow(slug, this.get(slug), this.invalidFiles.get(slug));
  }

  /** Returns a board (stored, defined by a file, or computed), `deleted` if it was deleted, or undefined if it never existed. */
  get(slug: string): Board | 'deleted' | undefined {
    if (slug === INBOX_SLUG) return this.inbox();
    const stored = this.index.get(slug);
    return stored?.deleted ? 'deleted' : stored?.board;
  }

  /** Whether no board, deleted board or file has the slug, also no file that is invalid. */
  isUnused(slug: string): boolean {
    return this.get(slug) === undefined && !this.invalidFiles.has(slug);
  }

  /** The topic of a board changes its definition and all of its data. The topic of the metric catalog changes only the inbox. */
  changeOf(topic: string): DefinitionChange | undefined {
    if (topic === METRIC_CATALOG_TOPIC) return { slug: INBOX_SLUG, reloadsPanels: false };
    const slug = slugOfTopic(topic);
    return slug === undefined ? undefined : { slug, reloadsPanels: true };
  }

  /** Returns the stored boards, oldest first, then the boards of files. */
  stored(): readonly Board[] {
    return this.index.boards;
  }

  /** The number of stored boards, without those of files. */
  get storedCount(): number {
    return this.index.storedCount;
  }

  inbox(): Board {
    return this.computedInbox.board;
  }

  locate(key: string): string | null {
    const slug = this.index.oldestShowing(key)?.slug ?? (this.computedInbox.shows(key) ? INBOX_SLUG : undefined);
    return slug === undefined ? null : this.pathOf(slug);
  }

  locateQuery(shows: (query: Query) => boolean): string | null {
    const showing = this.index.boards.find(({ panels }) => panels.some(({ query }) => query && shows(query)));
    return showing ? this.pathOf(showing.slug) : null;
  }

  slugs(): readonly string[] {
    return this.index.boards.map(({ slug }) => slug);
  }

  private pathOf(slug: string): string {
    return `${this.settings.prefix}/boards/${slug}`;
  }
}

/**
 * Returns the result of `BoardCatalog.get` if it is a board.
 *
 * @param fileProblem the problem of the file that should define the board
 * @throws Problem 404 if the board never existed or its file is not valid, 410 if it was deleted
 */
export function boardOrThrow(slug: string, found: Board | 'deleted' | undefined, fileProblem?: Problem): Board {
  if (found !== undefined && found !== 'deleted') return found;
  if (fileProblem !== undefined) throw fileProblem;
  if (found === 'deleted') throw new Problem(410, `The board '${slug}' was deleted.`);
  throw boardNotFound(slug);
}
