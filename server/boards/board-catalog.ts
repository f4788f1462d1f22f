import { Injectable } from '@nestjs/common';
import type { Board, Query } from '../../wire/board.js';
import { Problem } from '../common/errors/problem.js';
import type { BoardDefinitions, DefinitionChange } from '../dashboard/board-definitions.js';
import type { BoardLocator } from '../dashboard/board-locator.js';
import { METRIC_CATALOG_TOPIC } from '../metrics/metric-topics.js';
import { MetricCatalog } from '../metrics/metric-catalog.js';
import { BoardIndex } from './board-index.js';
import { BoardStore, type StoredBoard } from './board-store.js';
import { ComputedInbox } from './computed-inbox.js';
import { INBOX_SLUG } from './inbox.js';
import { slugOfTopic } from './board-topics.js';

/**
 * What boards there are, in memory: everything here answers at once. It knows a change before the change is published,
 * so that whoever hears of one and asks is told what is new.
 */
@Injectable()
export class BoardCatalog implements BoardDefinitions, BoardLocator {
  private readonly index = new BoardIndex();
  private readonly computed: ComputedInbox;
  /** What is wrong with files that define no valid board, by the slug that they are for. */
  private brokenFiles: ReadonlyMap<string, Problem> = new Map();

  constructor(
    private readonly store: BoardStore,
    metrics: MetricCatalog,
  ) {
    this.computed = new ComputedInbox(metrics, this.index);
  }

  /** Reads all boards; before the first request. */
  async load(): Promise<void> {
    for (const stored of await this.store.all()) this.index.put(stored);
  }

  /** Reads one board anew. */
  async refresh(slug: string): Promise<void> {
    const stored = await this.store.get(slug);
    if (stored) this.index.put(stored);
  }

  /** Takes over what was just written. */
  put(stored: StoredBoard): void {
    this.index.put(stored);
  }

  /** Takes over a board that a file defines; it comes after all that are stored. */
  putFile(board: Board): void {
    this.index.replace({ board, createdAt: Number.MAX_SAFE_INTEGER, deleted: false });
  }

  /** Takes a file's board away. Under its slug there is again what is stored, if only that it was deleted. */
  async removeFile(slug: string): Promise<void> {
    const known = this.index.get(slug);
    if (known) this.index.replace({ ...known, board: { slug, title: '', version: 0, panels: [] }, deleted: true });
    await this.refresh(slug);
  }

  /** Takes over which files cannot be shown at all, and why. */
  setInvalidFiles(problems: ReadonlyMap<string, Problem>): void {
    this.brokenFiles = problems;
  }

  /**
   * The board.
   *
   * @throws Problem 404 where there never was one, or where its file is not valid; 410 where it was deleted
   */
  getOrThrow(slug: string): Board {
    return existing(slug, this.get(slug), this.brokenFiles.get(slug));
  }

  /** The board, stored, a file's or computed; `deleted` where there was one; undefined where there never was. */
  get(slug: string): Board | 'deleted' | undefined {
    if (slug === INBOX_SLUG) return this.inbox();
    const stored = this.index.get(slug);
    return stored?.deleted ? 'deleted' : stored?.board;
  }

  /** A board's own topic changes its definition and all of its data; the catalog of metrics changes only the inbox. */
  changeOf(topic: string): DefinitionChange | undefined {
    if (topic === METRIC_CATALOG_TOPIC) return { slug: INBOX_SLUG, reloadsPanels: false };
    const slug = slugOfTopic(topic);
    return slug === undefined ? undefined : { slug, reloadsPanels: true };
  }

  /** The boards that are stored and not deleted, oldest first, then those of files. */
  stored(): readonly Board[] {
    return this.index.boards;
  }

  /** How many boards are stored, without those of files. */
  get storedCount(): number {
    return this.index.storedCount;
  }

  inbox(): Board {
    return this.computed.board;
  }

  locate(key: string): string | null {
    const slug = this.index.oldestShowing(key)?.slug ?? (this.computed.shows(key) ? INBOX_SLUG : undefined);
    return slug === undefined ? null : pathOf(slug);
  }

  locateQuery(shows: (query: Query) => boolean): string | null {
    const showing = this.index.boards.find(({ panels }) => panels.some(({ query }) => query && shows(query)));
    return showing ? pathOf(showing.slug) : null;
  }

  slugs(): readonly string[] {
    return this.index.boards.map(({ slug }) => slug);
  }
}

function pathOf(slug: string): string {
  return `/boards/${slug}`;
}

/**
 * The board that the catalogue found.
 *
 * @param broken what is wrong with the file that ought to define it
 * @throws Problem 404 where there never was one, or its file is not valid; 410 where it was deleted
 */
export function existing(slug: string, found: Board | 'deleted' | undefined, broken?: Problem): Board {
  if (found !== undefined && found !== 'deleted') return found;
  if (broken !== undefined) throw broken;
  if (found === 'deleted') throw new Problem(410, `The board '${slug}' was deleted.`);
  throw new Problem(404, `There is no board '${slug}'.`);
}
