import type { BoardState } from '../snapshots/board-state.js';
import type { ActiveBoards } from '../snapshots/active-boards.js';
import type { Viewer } from './client-connection.js';

/** Who watches what. A board is watched at its provider for as long as it has viewers here. */
export class Audience {
  readonly viewers = new Set<Viewer>();
  private readonly byBoard = new Map<string, Set<Viewer>>();

  constructor(private readonly activeBoards: ActiveBoards) {}

  /** The viewers of a board; do not keep it. */
  of(board: string): ReadonlySet<Viewer> {
    return this.byBoard.get(board) ?? new Set();
  }

  /**
   * Adds a viewer first and reads where the board stands then, so that no change falls between. Throws the provider's
   * Problem, having added nothing, if there is no such board.
   */
  subscribe(viewer: Viewer, board: string): BoardState {
    if (viewer.boards.has(board)) return this.activeBoards.activate(board);
    this.add(viewer, board);
    try {
      const active = this.activeBoards.watch(board);
      viewer.subscribed(board);
      return active;
    } catch (error) {
      this.remove(viewer, board);
      throw error;
    }
  }

  unsubscribe(viewer: Viewer, board: string): void {
    if (!viewer.boards.delete(board)) return;
    viewer.outbox.drop(board);
    this.remove(viewer, board);
    this.activeBoards.unwatch(board);
  }

  /** The board has ended at its provider: nobody watches it any more. Returns who did. */
  dismiss(board: string): ReadonlySet<Viewer> {
    const viewers = this.of(board);
    this.byBoard.delete(board);
    for (const viewer of viewers) {
      viewer.boards.delete(board);
      viewer.outbox.drop(board);
    }
    return viewers;
  }

  /** The viewer is gone. */
  leave(viewer: Viewer): void {
    this.viewers.delete(viewer);
    for (const board of [...viewer.boards]) this.unsubscribe(viewer, board);
  }

  private add(viewer: Viewer, board: string): void {
    const viewers = this.byBoard.get(board);
    if (viewers) viewers.add(viewer);
    else this.byBoard.set(board, new Set([viewer]));
  }

  private remove(viewer: Viewer, board: string): void {
    const viewers = this.byBoard.get(board);
    viewers?.delete(viewer);
    if (viewers?.size === 0) this.byBoard.delete(board);
  }
}
