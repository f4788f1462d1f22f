import type { Board } from '../../../wire/schemas/board.js';
import type { MetricCatalog, MetricInfo } from '../../metrics/metric-catalog.js';
import type { BoardIndex } from '../catalog/board-index.js';
import { INBOX_SIZE, buildInbox } from './build-inbox.js';

interface Computed {
  /** The inputs that the board was computed from. */
  readonly metrics: readonly MetricInfo[];
  readonly boardsVersion: number;
  readonly limit: string | undefined;
  readonly keys: ReadonlySet<string>;
  readonly board: Board;
}

/** Computes the inbox when it is read, and again only after a metric or a board has changed. */
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
      const shown = this.newestUnshown(metrics);
      const keys = new Set(shown.map(({ key }) => key));
      this.last = { metrics, boardsVersion, limit, keys, board: buildInbox(shown, limit) };
    }
    return this.last as Computed;
  }

  private newestUnshown(metrics: readonly MetricInfo[]): MetricInfo[] {
    const newest: MetricInfo[] = [];
    for (let index = metrics.length - 1; index >= 0 && newest.length < INBOX_SIZE; index--) {
      const metric = metrics[index];
      if (metric && !this.boards.isShown(metric.key)) newest.push(metric);
    }
    return newest;
  }
}
