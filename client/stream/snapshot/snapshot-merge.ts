import { deepEqual } from '../../../wire/deep-equal';
import type { Board } from '../../../wire/schemas/board';
import { sameRange, type TimeRange, windowAt } from '../../../wire/range';
import type { PanelData, Snapshot } from '../../../wire/schemas/snapshot';
import type { BoardView, PanelView } from './board-view';
import { clipRows, replaceRows } from './frame-merge';
import { rangeOf } from './snapshot-range';

/**
 * Returns the view after `snapshot`. Parts that did not change stay the same objects: panels, frames and the
 * definition. Returns undefined if the snapshot is a delta that does not match the current view. A complete snapshot is
 * needed then.
 */
export function mergeSnapshot(current: BoardView | undefined, snapshot: Snapshot): BoardView | undefined {
  return snapshot.complete ? replace(current, snapshot) : update(current, snapshot);
}

function replace(current: BoardView | undefined, snapshot: Snapshot): BoardView | undefined {
  const { definition } = snapshot;
  if (definition === undefined) {
    return undefined;
  }
  const before = current?.board.slug === definition.slug ? current : undefined;
  const board = nextBoard(before?.board, definition);
  const head = headOf(snapshot, before?.range);
  const panels = new Map<string, PanelView>();
  for (const { id } of board.panels) {
    const data = snapshot.panels[id];
    if (data !== undefined) {
      const panel = before?.panels.get(id);
      const sameRequest =
        before !== undefined &&
        sameRange(panel?.data.range ?? before.range, data.range ?? head.range) &&
        sameQuery(before.board, board, id);
      panels.set(id, nextPanel(id, panel, data, sameRequest));
    }
  }
  return { ...head, board, panels };
}

/** Returns the new definition, with the unchanged panels as the same objects as before. */
function nextBoard(before: Board | undefined, definition: Board): Board {
  if (before === undefined || deepEqual(before, definition)) {
    return before ?? definition;
  }
  const known = new Map(before.panels.map((panel) => [panel.id, panel]));
  const panels = definition.panels.map((panel) => {
    const old = known.get(panel.id);
    return old !== undefined && deepEqual(old, panel) ? old : panel;
  });
  return { ...definition, panels };
}

function update(current: BoardView | undefined, snapshot: Snapshot): BoardView | undefined {
  if (
    current?.board.slug !== snapshot.board ||
    current.epoch !== snapshot.epoch ||
    !sameRange(current.range, rangeOf(snapshot)) ||
    current.version !== snapshot.version
  ) {
    return undefined;
  }
  const panels = new Map<string, PanelView>();
  for (const { id } of current.board.panels) {
    const before = current.panels.get(id);
    const delta = snapshot.panels[id];
    const data = delta === undefined ? before?.data : wholeData(before?.data, delta, snapshot);
    if (delta !== undefined && data === undefined) {
      return undefined;
    }
    if (data !== undefined) {
      panels.set(id, nextPanel(id, before, data, true));
    }
  }
  return { ...headOf(snapshot, current.range), board: current.board, panels };
}

function headOf(snapshot: Snapshot, current: TimeRange | undefined): Omit<BoardView, 'board' | 'panels'> {
  const { version, epoch, revision, generatedAt } = snapshot;
  const range = rangeOf(snapshot);
  return {
    version,
    epoch,
    revision,
    range: current !== undefined && sameRange(current, range) ? current : range,
    generatedAt,
  };
}

function wholeData(before: PanelData | undefined, delta: PanelData, snapshot: Snapshot): PanelData | undefined {
  const { from, ...data } = delta;
  if (from === undefined || data.frame === undefined) {
    return data;
  }
  const { from: start } = windowAt(delta.range ?? rangeOf(snapshot), Date.parse(snapshot.generatedAt));
  const frame = before?.frame && replaceRows(before.frame, data.frame, from, start);
  return frame && { ...data, frame: clipRows(frame, start) };
}

function nextPanel(id: string, before: PanelView | undefined, data: PanelData, sameRequest: boolean): PanelView {
  if (before !== undefined && sameRequest && deepEqual(before.data, data)) {
    return before;
  }
  const lastFrame = sameRequest ? before?.lastFrame : undefined;
  if (data.frame === undefined) {
    return { id, data, ...(lastFrame && { lastFrame }) };
  }
  const frame = lastFrame !== undefined && deepEqual(lastFrame, data.frame) ? lastFrame : data.frame;
  return { id, data: { ...data, frame }, lastFrame: frame };
}

function sameQuery(before: Board, now: Board, id: string): boolean {
  const queryIn = (board: Board): unknown => board.panels.find((panel) => panel.id === id)?.query;
  return before === now || deepEqual(queryIn(before), queryIn(now));
}
