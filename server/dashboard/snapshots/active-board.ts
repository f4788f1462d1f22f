import type { Board, Panel } from '../../../wire/board.js';
import { DEFAULT_RANGE, isFixed, isRange, type Range, type TimeRange } from '../../../wire/range.js';
import type { Position } from '../../../wire/snapshot.js';
import type { BoardState } from './board-state.js';
import type { TrackedQuery } from '../queries/live-query.js';
import type { LiveQueryIndex } from '../queries/live-query-index.js';

/** A board while somebody looks at it: where it stands, and the queries of its panels. */
export class ActiveBoard implements BoardState {
  viewers = 0;
  /** When it was last asked for, in ms. */
  lastReadAt: number;
  /** Panels whose data did not fit into a snapshot, with the revision of the last one: later readers hold an error of them. */
  readonly leftOut = new Map<string, number>();
  /** The definition's revision: readers of less need everything. */
  definitionRevision: number;
  private queries: Map<string, TrackedQuery>;
  private ranges: ReadonlyMap<string, Range>;

  constructor(
    public board: Board,
    public position: Position,
    /** When this definition was first seen, in ms. */
    public definedAt: number,
    private readonly index: LiveQueryIndex,
  ) {
    // Whatever changed while nobody looked is in what is loaded from now on: the present is the first place we know.
    this.definitionRevision = position.revision;
    this.lastReadAt = definedAt;
    this.queries = this.acquire(board);
    this.ranges = rangesOf(board.panels);
  }

  get defaultRange(): Range {
    return this.board.range ?? DEFAULT_RANGE;
  }

  /** Panels' queries by panel id, in the definition's order. */
  get panelQueries(): ReadonlyMap<string, TrackedQuery> {
    return this.queries;
  }

  /** The panel's own range (`options.range`), if it keeps one while the board shows `shown`: a fixed window is for all. */
  ownRange(panel: string, shown: TimeRange): Range | undefined {
    return isFixed(shown) ? undefined : this.ranges.get(panel);
  }

  /** Takes a new definition. Queries that stay keep their frames. */
  redefine(board: Board, revision: number, now: number): void {
    const before = this.queries;
    this.board = board;
    this.definitionRevision = revision;
    this.definedAt = now;
    this.leftOut.clear();
    this.queries = this.acquire(board);
    this.ranges = rangesOf(board.panels);
    const kept = new Set(this.queries.values());
    for (const tracked of new Set(before.values())) if (!kept.has(tracked)) this.index.release(board.slug, tracked);
  }

  end(): void {
    for (const tracked of new Set(this.queries.values())) this.index.release(this.board.slug, tracked);
    this.queries.clear();
  }

  private acquire({ slug, timeZone, panels }: Board): Map<string, TrackedQuery> {
    return new Map(panels.flatMap(({ id, query }) => (query ? [[id, this.index.acquire(slug, query, timeZone)]] : [])));
  }
}

function rangesOf(panels: readonly Panel[]): ReadonlyMap<string, Range> {
  return new Map(panels.flatMap(({ id, options: { range } }) => (isRange(range) ? [[id, range]] : [])));
}
