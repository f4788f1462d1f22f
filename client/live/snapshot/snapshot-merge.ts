import { deepEqual } from '../../../wire/deep-equal';
import type { Board } from '../../../wire/board';
import { sameRange, type TimeRange, windowAt } from '../../../wire/range';
import type { PanelData, Snapshot } from '../../../wire/snapshot';
import type { BoardView, PanelView } from './board-view';
import { clipRows, replaceRows } from './frame-merge';
import { rangeOf } from './snapshot-range';

/**
 * What is seen once `snapshot` has been taken in. Whatever did not change stays the same object: panels, frames, the
 * definition, the view itself but for its place and date. Undefined where the snapshot is a delta that does not fit
 * what is held, so that a complete one is needed.
 */
export function mergeSnapshot(held: BoardView | undefined, snapshot: Snapshot): BoardView | undefined {
  return snapshot.complete ? replace(held, snapshot) : update(held, snapshot);
}

function replace(held: BoardView | undefined, snapshot: Snapshot): BoardView | undefined {
  const { definition } = snapshot;
  if (definition === undefined) {
    return undefined;
  }
  const before = held?.board.slug === definition.slug ? held : undefined;
  const board = nextBoard(before?.board, definition);
  const head = headOf(snapshot, before?.range);
  const panels = new Map<string, PanelView>();
  for (const { id } of board.panels) {
    const data = snapshot.panels[id];
    if (data !== undefined) {
      const panel = before?.panels.get(id);
      const sameQuestion =
        before !== undefined &&
        sameRange(panel?.data.range ?? before.range, data.range ?? head.range) &&
        sameQuery(before.board, board, id);
      panels.set(id, nextPanel(id, panel, data, sameQuestion));
    }
  }
  return { ...head, board, panels };
}

/** The definition, with every part of it that did not change the same object as before. */
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

function update(held: BoardView | undefined, snapshot: Snapshot): BoardView | undefined {
  if (
    held?.board.slug !== snapshot.board ||
    held.epoch !== snapshot.epoch ||
    !sameRange(held.range, rangeOf(snapshot)) ||
    held.version !== snapshot.version
  ) {
    return undefined;
  }
  const panels = new Map<string, PanelView>();
  for (const { id } of held.board.panels) {
    const before = held.panels.get(id);
    const delta = snapshot.panels[id];
    const data = delta === undefined ? before?.data : wholeData(before?.data, delta, snapshot);
    if (delta !== undefined && data === undefined) {
      return undefined;
    }
    if (data !== undefined) {
      panels.set(id, nextPanel(id, before, data, true));
    }
  }
  return { ...headOf(snapshot, held.range), board: held.board, panels };
}

function headOf(snapshot: Snapshot, held: TimeRange | undefined): Omit<BoardView, 'board' | 'panels'> {
  const { version, epoch, revision, generatedAt } = snapshot;
  const range = rangeOf(snapshot);
  return { version, epoch, revision, range: held !== undefined && sameRange(held, range) ? held : range, generatedAt };
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

function nextPanel(id: string, before: PanelView | undefined, data: PanelData, sameQuestion: boolean): PanelView {
  if (before !== undefined && sameQuestion && deepEqual(before.data, data)) {
    return before;
  }
  const lastFrame = sameQuestion ? before?.lastFrame : undefined;
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
