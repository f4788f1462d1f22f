import type { Board, Panel } from '../../../wire/schemas/board.js';
import { DEFAULT_RANGE, isFixed, isRange, type Range, type TimeRange } from '../../../wire/range.js';
import type { Position } from '../../../wire/schemas/snapshot.js';
import type { LiveQuery } from '../queries/live-query.js';
import type { LiveQueryIndex } from '../queries/live-query-index.js';

/** A board that is watched or was read lately: its current state, and the live queries of its panels. */
export class ActiveBoard {
  /** How many connections are subscribed to it. */
  subscribers = 0;
  /** When its data was last requested, in ms. */
  lastReadAt: number;
  /** Panels whose data did not fit into a snapshot, with the revision of that snapshot. Clients show an error in them. */
  readonly omittedPanels = new Map<string, number>();
  /** The definition's revision. A client with an older one needs a complete snapshot. */
  definitionRevision: number;
  private queries: Map<string, LiveQuery>;
  private ranges: ReadonlyMap<string, Range>;

  constructor(
    public board: Board,
    public position: Position,
    /** When this definition was first used, in ms. */
    public definedAt: number,
    private readonly index: LiveQueryIndex,
  ) {
    // Changes from before are included in everything that is loaded from now on.
    this.definitionRevision = position.revision;
    this.lastReadAt = definedAt;
    this.queries = this.acquire(board);
    this.ranges = rangesOf(board.panels);
  }

  /** The range of a snapshot that is requested without one. */
  get defaultRange(): Range {
    return this.board.range ?? DEFAULT_RANGE;
  }

  /** The panels' queries by panel id, in the order of the definition. */
  get panelQueries(): ReadonlyMap<string, LiveQuery> {
    return this.queries;
  }

  /** The panel's own range (`options.range`), if it has one. A fixed time range of the board applies to all panels. */
  panelRange(panel: string, shown: TimeRange): Range | undefined {
    return isFixed(shown) ? undefined : this.ranges.get(panel);
  }

  /** Replaces the definition. Queries that both definitions have keep their frames. */
  redefine(board: Board, revision: number, now: number): void {
    const previous = this.queries;
    this.board = board;
    this.definitionRevision = revision;
    this.definedAt = now;
    this.omittedPanels.clear();
    this.queries = this.acquire(board);
    this.ranges = rangesOf(board.panels);
    const kept = new Set(this.queries.values());
    for (const query of new Set(previous.values())) if (!kept.has(query)) this.index.release(board.slug, query);
  }

  dispose(): void {
    for (const query of new Set(this.queries.values())) this.index.release(this.board.slug, query);
    this.queries.clear();
  }

  private acquire({ slug, timeZone, panels }: Board): Map<string, LiveQuery> {
    return new Map(panels.flatMap(({ id, query }) => (query ? [[id, this.index.acquire(slug, query, timeZone)]] : [])));
  }
}

function rangesOf(panels: readonly Panel[]): ReadonlyMap<string, Range> {
  return new Map(panels.flatMap(({ id, options: { range } }) => (isRange(range) ? [[id, range]] : [])));
}
