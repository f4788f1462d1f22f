import type { Board } from '../../../wire/schemas/board';
import type { FieldValue, Frame, FrameField } from '../../../wire/schemas/frame';
import { isFixed, type TimeRange, windowAt } from '../../../wire/range';
import type { PanelData, Position, Snapshot } from '../../../wire/schemas/snapshot';

interface Row {
  at: number;
  value: number | null;
  revision: number;
}

/** A simulated board of the server, with one series per panel. Responds with complete snapshots or deltas. */
export class ModelBoard {
  epoch = 'e1';
  revision = 1;
  private version = 1;
  private definitionRevision = 1;
  private readonly series = new Map<string, Row[]>();

  constructor(
    readonly slug = 'b',
    panels: readonly string[] = ['p', 'q'],
  ) {
    for (const id of panels) {
      this.series.set(id, [{ at: 0, value: 0, revision: 1 }]);
    }
  }

  get position(): Position {
    return { epoch: this.epoch, revision: this.revision };
  }

  get definition(): Board {
    return {
      slug: this.slug,
      title: `Board ${this.slug}`,
      version: this.version,
      panels: [...this.series.keys()].map((id) => ({
        id,
        type: 'chart',
        title: id,
        query: { source: 'metrics', metric: id },
        layout: { x: 0, y: 0, w: 3, h: 2 },
        options: {},
      })),
    };
  }

  /** Returns a copy of the current state. */
  copy(): ModelBoard {
    const copy = new ModelBoard(this.slug, []);
    copy.epoch = this.epoch;
    copy.revision = this.revision;
    copy.version = this.version;
    copy.definitionRevision = this.definitionRevision;
    for (const [id, rows] of this.series) {
      copy.series.set(id, [...rows]);
    }
    return copy;
  }

  /** Adds a point to a panel's series. A point with the same time is replaced. */
  push(panel: string, at: number, value: number | null): void {
    const rows = this.series.get(panel) ?? [];
    const row = { at, value, revision: ++this.revision };
    this.series.set(
      panel,
      [...rows.filter((other) => other.at !== at), row].sort((a, b) => a.at - b.at),
    );
  }

  addPanel(id: string): void {
    this.version++;
    this.definitionRevision = ++this.revision;
    this.series.set(id, [{ at: 0, value: 0, revision: this.revision }]);
  }

  /** Simulates a restart of the server with the same data. */
  restart(): void {
    this.epoch = `e${Number(this.epoch.slice(1)) + 1}`;
    this.revision = 1;
    this.definitionRevision = 1;
    for (const rows of this.series.values()) {
      rows.forEach((row) => (row.revision = 1));
    }
  }

  snapshot(now: number, range: TimeRange = '1h', since?: string): Snapshot {
    const [epoch, revision] = since?.split('.') ?? [];
    const base = Number(revision);
    const delta = epoch === this.epoch && base <= this.revision && base >= this.definitionRevision;
    return {
      board: this.slug,
      version: this.version,
      ...this.position,
      generatedAt: new Date(now).toISOString(),
      ...(isFixed(range)
        ? { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }
        : { range }),
      complete: !delta,
      ...(!delta && { definition: this.definition }),
      panels: Object.fromEntries(
        [...this.series]
          .filter(([, rows]) => !delta || revisionOf(rows) > base)
          .map(([id, rows]) => [id, panelData(rows, windowAt(range, now).from, delta ? base : undefined)]),
      ),
    };
  }
}

function panelData(rows: readonly Row[], start: number, base?: number): PanelData {
  const revision = revisionOf(rows);
  const last = rows.at(-1);
  const seen = rows.filter((row) => row.at >= start || row === last);
  if (base === undefined) {
    return { revision, frame: toFrame(seen) };
  }
  const from = Math.min(...seen.filter((row) => row.revision > base).map(({ at }) => at));
  return { revision, from, frame: toFrame(seen.filter(({ at }) => at >= from)) };
}

function revisionOf(rows: readonly Row[]): number {
  return Math.max(...rows.map(({ revision }) => revision));
}

function toFrame(rows: readonly Row[]): Frame {
  const field = (name: string, type: FrameField['type'], values: FieldValue[]): FrameField => ({ name, type, values });
  return {
    fields: [
      field(
        'time',
        'time',
        rows.map(({ at }) => at),
      ),
      field(
        'value',
        'number',
        rows.map(({ value }) => value),
      ),
    ],
  };
}
