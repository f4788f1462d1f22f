import type { Frame } from '../../../wire/schemas/frame.js';
import type { PanelData, Snapshot } from '../../../wire/schemas/snapshot.js';
import type { ApiClient } from './api-client.js';

/** Keeps the data of a board up to date with requests that have `since`, as a client of the API does. */
export class DeltaReader {
  /** The responses so far, the newest last. */
  readonly responses: Snapshot[] = [];
  readonly panels = new Map<string, PanelData>();

  constructor(
    private readonly api: ApiClient,
    private readonly board: string,
    /** Parameters of all requests, like `range=6h`. */
    private readonly query = '',
  ) {}

  async read(): Promise<Snapshot> {
    const last = this.responses.at(-1);
    const since = last ? `&since=${last.epoch}.${last.revision}` : '';
    const response = await this.api.snapshot(this.board, `?${this.query}${since}`);
    if (response.complete) this.panels.clear();
    for (const [id, data] of Object.entries(response.panels)) this.panels.set(id, merged(this.panels.get(id), data));
    this.responses.push(response);
    return response;
  }

  /** Returns the values at each time by panel and column, which do not depend on how the responses divide the rows. */
  points(): Record<string, unknown> {
    return Object.fromEntries([...this.panels].map(([id, { frame }]) => [id, frame && pointsOf(frame)]));
  }
}

/** Returns the same for a complete snapshot. */
export function snapshotPoints({ panels }: Snapshot): Record<string, unknown> {
  return Object.fromEntries(Object.entries(panels).map(([id, { frame }]) => [id, frame && pointsOf(frame)]));
}

/** The rows of `next` replace those from the time `next.from` on. */
function merged(current: PanelData | undefined, next: PanelData): PanelData {
  if (next.from === undefined || !current?.frame || !next.frame) return next;
  const { from, frame } = next;
  const times = current.frame.fields[0]?.values as number[];
  const unchangedRows = times.filter((time) => time < from).length;
  const fields = frame.fields.map((field, index) => {
    const before = current.frame?.fields[index]?.values.slice(0, unchangedRows) ?? [];
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
