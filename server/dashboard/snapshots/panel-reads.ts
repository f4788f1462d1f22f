import type { Range, TimeRange } from '../../../wire/range.js';
import type { PanelData } from '../../../wire/schemas/snapshot.js';
import type { CachedFrame } from '../queries/cached-frame.js';
import type { QueryLoader } from '../queries/query-loader.js';
import type { ActiveBoard } from './active-board.js';

/** A panel whose source takes longer is sent with its last frame, or as pending. The loaded frame is then a change. */
const REMOTE_PANEL_TIMEOUT_MS = 500;

/** Panels of local sources that are read at once. So many more panels than fit may be loaded. */
const BATCH_SIZE = 8;

/** No more panels are loaded once their data is this many times larger than a snapshot may be. */
const MAX_LOADED_SNAPSHOTS = 2;

/** One panel of a snapshot that is being assembled. */
export interface PanelRead {
  readonly id: string;
  readonly loader: QueryLoader;
  readonly isLocal: boolean;
  /** The panel's own range. */
  readonly range: Range | undefined;
  readonly revision: number;
  /** The revision that the client has. Undefined if it needs the complete data. */
  readonly since: number | undefined;
  /** Whether the snapshot includes the panel: if it is complete, or if the panel changed after `since`. */
  readonly isIncluded: boolean;
  frame?: CachedFrame | undefined;
  /** Whether its data does not fit into the snapshot. */
  isOmitted?: boolean;
}

/** The board's panels in the order of the definition, not read yet. Their revisions are read here, before any data. */
export function panelReads(active: ActiveBoard, shown: TimeRange, since: number | undefined): PanelRead[] {
  return Array.from(active.panelQueries, ([id, query]) => {
    const range = active.panelRange(id, shown);
    const { revision, source } = query;
    // A client that has an error instead of the data needs the complete data as soon as it fits.
    const wasOmitted = since !== undefined && (active.omittedPanels.get(id) ?? -1) >= since;
    return {
      id,
      loader: query.loader(range ?? shown),
      isLocal: source.local === true,
      range,
      revision,
      since: wasOmitted ? undefined : since,
      isIncluded: since === undefined || revision > since || wasOmitted,
    };
  });
}

/** Reads the included panels: those of remote sources all at once, those of local sources in batches until they are too large. */
export async function readPanels(reads: readonly PanelRead[], maxBytes: number): Promise<void> {
  const included = reads.filter(({ isIncluded }) => isIncluded);
  const remote = Promise.all(
    included
      .filter(({ isLocal }) => !isLocal)
      .map(async (read) => {
        read.frame = await read.loader.readWithin(REMOTE_PANEL_TIMEOUT_MS);
      }),
  );
  const local = included.filter(({ isLocal }) => isLocal);
  await Promise.all([remote, readLocal(local, MAX_LOADED_SNAPSHOTS * maxBytes)]);
}

async function readLocal(reads: readonly PanelRead[], maxBytes: number): Promise<void> {
  let bytes = 0;
  for (let start = 0; start < reads.length; start += BATCH_SIZE) {
    const batch = reads.slice(start, start + BATCH_SIZE);
    for (const read of batch) read.isOmitted = bytes > maxBytes;
    await Promise.all(
      batch.map(async (read) => {
        if (read.isOmitted !== true) read.frame = await read.loader.read();
      }),
    );
    for (const { frame } of batch) bytes += frame?.bytes ?? 0;
  }
}

/**
 * Omits the panels that do not fit, from the end of the board. Panels that the snapshot does not include count as well, so
 * that a response to `since` omits the same panels as a complete one.
 *
 * @returns the omitted panels
 */
export function omitPanels(reads: readonly PanelRead[], maxBytes: number): PanelRead[] {
  let left = maxBytes;
  return reads.filter((read) => {
    const bytes = read.frame?.bytes ?? (read.isIncluded ? 0 : read.loader.cachedBytes);
    read.isOmitted ??= false;
    if (read.isOmitted || bytes > left) return (read.isOmitted = true);
    left -= bytes;
    return false;
  });
}

/** The panel's data as JSON (`PanelData`). */
export function panelJson(read: PanelRead, maxBytes: number): string {
  const { frame, revision, range, since } = read;
  if (read.isOmitted === true) {
    const message =
      `This panel's data does not fit: the data of a board may have at most ${maxBytes} bytes (MAX_SNAPSHOT_SIZE). ` +
      'Use fewer rows, a shorter range or fewer panels.';
    return JSON.stringify({ revision, range, error: { message } } satisfies PanelData);
  }
  if (frame) return frame.toPanelJson(revision, since, range);
  return JSON.stringify({ revision, range, pending: true } satisfies PanelData);
}
