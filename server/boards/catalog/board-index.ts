import type { Board } from '../../../wire/schemas/board.js';
import { matchesGlob } from '../../../wire/glob.js';
import { metricsShownBy } from './shown-metrics.js';
import type { StoredBoard } from '../board.repository.js';

/** Index of boards by slug, by age, and by the metrics they show. */
export class BoardIndex {
  private readonly bySlug = new Map<string, StoredBoard>();
  private readonly byMetric = new Map<string, StoredBoard[]>();
  /** The metric patterns of each board that has some. */
  private readonly byPattern = new Map<StoredBoard, ReadonlySet<string>>();
  private oldestFirst: StoredBoard[] = [];
  private changes = 0;
  private stored = 0;

  /** A number that is different after every change. */
  get version(): number {
    return this.changes;
  }

  get(slug: string): StoredBoard | undefined {
    return this.bySlug.get(slug);
  }

  /** All boards that are not deleted, oldest first. */
  get boards(): readonly Board[] {
    return this.oldestFirst.map(({ board }) => board);
  }

  /** The number of these boards that are stored, and not defined by files. */
  get storedCount(): number {
    return this.stored;
  }

  /** Returns the oldest board that shows a metric. */
  oldestShowing(key: string): Board | undefined {
    const byKey = this.byMetric.get(key)?.[0];
    const byPattern = this.matching(key);
    if (!byKey || !byPattern) return (byKey ?? byPattern)?.board;
    return (isOlder(byPattern, byKey) ? byPattern : byKey).board;
  }

  isShown(key: string): boolean {
    return this.byMetric.has(key) || this.matching(key) !== undefined;
  }

  /**
   * Adds or updates a board, unless the index has a newer state. Concurrent reads may finish in any order, so an older state
   * must not replace a newer one. Versions only increase, and a deletion has the version of the deleted board.
   */
  put(stored: StoredBoard): void {
    const known = this.bySlug.get(stored.board.slug);
    if (known && stateOrder(known) >= stateOrder(stored)) return;
    this.replace(stored);
  }

  /** Adds or updates a board of any version. */
  replace(stored: StoredBoard): void {
    const { slug } = stored.board;
    const known = this.bySlug.get(slug);
    if (known && !known.deleted) this.remove(known);
    this.bySlug.set(slug, stored);
    if (!stored.deleted) this.add(stored);
    this.changes += 1;
  }

  /** Returns the oldest board with a pattern that matches a key. */
  private matching(key: string): StoredBoard | undefined {
    if (this.byPattern.size === 0) return undefined;
    return this.oldestFirst.find((stored) => {
      const patterns = this.byPattern.get(stored);
      return patterns !== undefined && Array.from(patterns).some((pattern) => matchesGlob(pattern, key));
    });
  }

  private add(stored: StoredBoard): void {
    insertByAge(this.oldestFirst, stored);
    if (stored.board.readOnly !== true) this.stored += 1;
    const { keys, patterns } = metricsShownBy(stored.board);
    if (patterns.size > 0) this.byPattern.set(stored, patterns);
    for (const key of keys) {
      const showing = this.byMetric.get(key);
      if (showing) insertByAge(showing, stored);
      else this.byMetric.set(key, [stored]);
    }
  }

  private remove(stored: StoredBoard): void {
    this.oldestFirst = this.oldestFirst.filter((other) => other !== stored);
    if (stored.board.readOnly !== true) this.stored -= 1;
    this.byPattern.delete(stored);
    for (const key of metricsShownBy(stored.board).keys) {
      const rest = (this.byMetric.get(key) ?? []).filter((other) => other !== stored);
      if (rest.length > 0) this.byMetric.set(key, rest);
      else this.byMetric.delete(key);
    }
  }
}

/** Orders the states of a board: a deletion comes after the version that it deletes. */
function stateOrder({ board, deleted }: StoredBoard): number {
  return 2 * board.version + (deleted ? 1 : 0);
}

function isOlder(one: StoredBoard, other: StoredBoard): boolean {
  return one.createdAt < other.createdAt || (one.createdAt === other.createdAt && one.board.slug < other.board.slug);
}

function insertByAge(list: StoredBoard[], stored: StoredBoard): void {
  list.splice(list.findLastIndex((other) => isOlder(other, stored)) + 1, 0, stored);
}
