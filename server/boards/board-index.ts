import type { Board } from '../../wire/board.js';
import { matchesGlob } from '../../wire/glob.js';
import { metricsShownBy } from './metric-keys.js';
import type { StoredBoard } from './board-store.js';

/** The stored boards in memory, oldest first, and which of them show a metric. */
export class BoardIndex {
  private readonly bySlug = new Map<string, StoredBoard>();
  private readonly byMetric = new Map<string, StoredBoard[]>();
  /** Boards with the patterns by which they show metrics. */
  private readonly byPattern = new Map<StoredBoard, ReadonlySet<string>>();
  private oldestFirst: StoredBoard[] = [];
  private changes = 0;
  private stored = 0;

  /** Another number after every change. */
  get version(): number {
    return this.changes;
  }

  get(slug: string): StoredBoard | undefined {
    return this.bySlug.get(slug);
  }

  /** Boards that are not deleted. */
  get boards(): readonly Board[] {
    return this.oldestFirst.map(({ board }) => board);
  }

  /** How many of them are no file's. */
  get storedCount(): number {
    return this.stored;
  }

  /** The oldest board that shows the metric. */
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
   * Takes over what was read or written. Reads may end in another order than they began, so an older state never replaces
   * a newer one: versions only grow, and a deletion keeps the version of what it deleted.
   */
  put(stored: StoredBoard): void {
    const known = this.bySlug.get(stored.board.slug);
    if (known && age(known) >= age(stored)) return;
    this.replace(stored);
  }

  /** Takes over what is so now, whatever its version. */
  replace(stored: StoredBoard): void {
    const { slug } = stored.board;
    const known = this.bySlug.get(slug);
    if (known && !known.deleted) this.remove(known);
    this.bySlug.set(slug, stored);
    if (!stored.deleted) this.add(stored);
    this.changes += 1;
  }

  /** The oldest board with a pattern that fits the key. */
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

function age({ board, deleted }: StoredBoard): number {
  return 2 * board.version + (deleted ? 1 : 0);
}

function isOlder(one: StoredBoard, other: StoredBoard): boolean {
  return one.createdAt < other.createdAt || (one.createdAt === other.createdAt && one.board.slug < other.board.slug);
}

function insertByAge(list: StoredBoard[], stored: StoredBoard): void {
  list.splice(list.findLastIndex((other) => isOlder(other, stored)) + 1, 0, stored);
}
