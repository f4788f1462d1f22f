import type { Board } from '../../wire/board.js';
import type { MetricCatalog, MetricInfo } from '../metrics/metric-catalog.js';
import type { BoardIndex } from './board-index.js';
import { INBOX_SIZE, inboxOf } from './inbox.js';

interface Computed {
  /** What it was computed from. */
  readonly metrics: readonly MetricInfo[];
  readonly boardsVersion: number;
  readonly limit: string | undefined;
  readonly keys: ReadonlySet<string>;
  readonly board: Board;
}

/** The inbox as of now. Computed when it is asked for, and again only once a metric or a board has changed. */
export class ComputedInbox {
  private last: Computed | undefined;

  constructor(
    private readonly metrics: MetricCatalog,
    private readonly boards: BoardIndex,
  ) {}

  get board(): Board {
    return this.current().board;
  }

  shows(key: string): boolean {
    return this.current().keys.has(key);
  }

  private current(): Computed {
    const metrics = this.metrics.all();
    const boardsVersion = this.boards.version;
    const limit = this.metrics.limitReached?.message;
    const { last } = this;
    if (last?.metrics !== metrics || last.boardsVersion !== boardsVersion || last.limit !== limit) {
      const shown = this.newestOnNoBoard(metrics);
      const keys = new Set(shown.map(({ key }) => key));
      this.last = { metrics, boardsVersion, limit, keys, board: inboxOf(shown, limit) };
    }
    return this.last as Computed;
  }

  private newestOnNoBoard(metrics: readonly MetricInfo[]): MetricInfo[] {
    const newest: MetricInfo[] = [];
    for (let index = metrics.length - 1; index >= 0 && newest.length < INBOX_SIZE; index--) {
      const metric = metrics[index];
      if (metric && !this.boards.isShown(metric.key)) newest.push(metric);
    }
    return newest;
  }
}
