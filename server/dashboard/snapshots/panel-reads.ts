import type { Range, TimeRange } from '../../../wire/range.js';
import type { PanelData } from '../../../wire/snapshot.js';
import type { CachedFrame } from '../queries/cached-frame.js';
import type { FrameSlot } from '../queries/query-loader.js';
import type { ActiveBoard } from './active-board.js';

/** A panel whose source takes longer is answered with what there is; its answer will be a change. */
const TIMEOUT_MS = 500;

/** As many panels of local sources are read at once: so many more may be loaded than fit. */
const BATCH_SIZE = 8;

/** Once the panels that were read take this many times what a snapshot may take, no more are loaded. */
const LOADED_SNAPSHOTS = 2;

/** One panel of a snapshot that is being put together. */
export interface PanelRead {
  readonly id: string;
  readonly slot: FrameSlot;
  readonly isLocal: boolean;
  /** The panel's own range. */
  readonly range: Range | undefined;
  readonly revision: number;
  /** What the reader holds of it (a revision); undefined: nothing that rows could be added to. */
  readonly since: number | undefined;
  /** Whether the answer holds the panel: it is complete, or the panel has changed since. */
  readonly isWanted: boolean;
  frame?: CachedFrame | undefined;
  /** It was not loaded, for the panels before it take too much. */
  isLeftOut?: boolean;
}

/** The board's panels in the definition's order, not read yet; revisions are read here, before any data. */
export function panelReads(active: ActiveBoard, shown: TimeRange, since: number | undefined): PanelRead[] {
  return Array.from(active.panelQueries, ([id, tracked]) => {
    const range = active.ownRange(id, shown);
    const { revision, source } = tracked;
    // Clients that have an error instead of the data need all of it, as soon as it fits.
    const wasLeftOut = since !== undefined && (active.leftOut.get(id) ?? -1) >= since;
    return {
      id,
      slot: tracked.slot(range ?? shown),
      isLocal: source.local === true,
      range,
      revision,
      since: wasLeftOut ? undefined : since,
      isWanted: since === undefined || revision > since || wasLeftOut,
    };
  });
}

/** Reads the panels that are wanted: other sources' all at once, local ones' in batches while they are not too large. */
export async function readPanels(reads: readonly PanelRead[], maxBytes: number): Promise<void> {
  const wanted = reads.filter(({ isWanted }) => isWanted);
  const remote = Promise.all(
    wanted
      .filter(({ isLocal }) => !isLocal)
      .map(async (read) => {
        read.frame = await read.slot.readWithin(TIMEOUT_MS);
      }),
  );
  const local = wanted.filter(({ isLocal }) => isLocal);
  await Promise.all([remote, readLocal(local, LOADED_SNAPSHOTS * maxBytes)]);
}

async function readLocal(reads: readonly PanelRead[], maxBytes: number): Promise<void> {
  let bytes = 0;
  for (let start = 0; start < reads.length; start += BATCH_SIZE) {
    const batch = reads.slice(start, start + BATCH_SIZE);
    for (const read of batch) read.isLeftOut = bytes > maxBytes;
    await Promise.all(
      batch.map(async (read) => {
        if (read.isLeftOut !== true) read.frame = await read.slot.read();
      }),
    );
    for (const { frame } of batch) bytes += frame?.bytes ?? 0;
  }
}

/**
 * Leaves out what does not fit: earlier panels win. Panels that the answer does not hold count too, so that an answer to
 * `since` decides like a complete one.
 *
 * @returns the panels that were left out
 */
export function leaveOut(reads: readonly PanelRead[], maxBytes: number): PanelRead[] {
  let left = maxBytes;
  return reads.filter((read) => {
    const bytes = read.frame?.bytes ?? (read.isWanted ? 0 : read.slot.heldBytes);
    read.isLeftOut ??= false;
    if (read.isLeftOut || bytes > left) return (read.isLeftOut = true);
    left -= bytes;
    return false;
  });
}

/** The panel's data as JSON (`PanelData`). */
export function panelJson(read: PanelRead, maxBytes: number): string {
  const { frame, revision, range, since } = read;
  if (read.isLeftOut === true) {
    const message =
      `This panel's data does not fit: the data of a board may have at most ${maxBytes} bytes (MAX_SNAPSHOT_SIZE). ` +
      'Use fewer rows, a shorter range or fewer panels.';
    return JSON.stringify({ revision, range, error: { message } } satisfies PanelData);
  }
  if (frame) return frame.toPanelJson(revision, since, range);
  return JSON.stringify({ revision, range, pending: true } satisfies PanelData);
}
