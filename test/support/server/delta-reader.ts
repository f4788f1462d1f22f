import type { Frame } from '../../../wire/frame.js';
import type { PanelData, Snapshot } from '../../../wire/snapshot.js';
import type { ApiClient } from './api.js';

/** Keeps a board's data up to date with requests with `since`, as a client of the API does. */
export class DeltaReader {
  /** The answers so far, the newest last. */
  readonly responses: Snapshot[] = [];
  readonly panels = new Map<string, PanelData>();

  constructor(
    private readonly api: ApiClient,
    private readonly board: string,
    /** What of the board: `range=6h`, say. */
    private readonly query = '',
  ) {}

  async read(): Promise<Snapshot> {
    const last = this.responses.at(-1);
    const since = last ? `&since=${last.epoch}.${last.revision}` : '';
    const answer = await this.api.snapshot(this.board, `?${this.query}${since}`);
    if (answer.complete) this.panels.clear();
    for (const [id, data] of Object.entries(answer.panels)) this.panels.set(id, merged(this.panels.get(id), data));
    this.responses.push(answer);
    return answer;
  }

  /** The values at each time, by panel and column: what a viewer sees, however the rows came. */
  points(): Record<string, unknown> {
    return Object.fromEntries([...this.panels].map(([id, { frame }]) => [id, frame && pointsOf(frame)]));
  }
}

/** The same of a snapshot. */
export function snapshotPoints({ panels }: Snapshot): Record<string, unknown> {
  return Object.fromEntries(Object.entries(panels).map(([id, { frame }]) => [id, frame && pointsOf(frame)]));
}

/** `from` replaces the rows at or after it, and keeps those before. */
function merged(held: PanelData | undefined, next: PanelData): PanelData {
  if (next.from === undefined || !held?.frame || !next.frame) return next;
  const { from, frame } = next;
  const times = held.frame.fields[0]?.values as number[];
  const kept = times.filter((time) => time < from).length;
  const fields = frame.fields.map((field, index) => {
    const before = held.frame?.fields[index]?.values.slice(0, kept) ?? [];
    return { ...field, values: [...before, ...field.values] };
  });
  return { ...next, frame: { fields } };
}

function pointsOf({ fields: [time, ...columns] }: Frame): Record<string, [unknown, unknown][]> {
  return Object.fromEntries(
    columns.map(({ name, tags, values }) => [
      `${name} ${JSON.stringify(tags ?? {})}`,
      values
        .map((value, index): [unknown, unknown] => [time?.values[index], value])
        .filter(([, value]) => value !== null),
    ]),
  );
}
