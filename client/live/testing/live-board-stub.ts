import { computed, signal } from '@angular/core';
import type { Board } from '../../../wire/schemas/board';
import type { TimeRange } from '../../../wire/range';
import type { BoardProblem } from '../../stream/http/api-error';
import type { BoardView, PanelView } from '../../stream/snapshot/board-view';
import type { ConnectionState, ConnectionStatus } from '../../stream/connection/connection-status';

/** A live board whose state the test sets. */
export class LiveBoardStub {
  readonly requested: [slug: string, range: TimeRange | undefined][] = [];
  refreshes = 0;
  readonly view = signal<BoardView | undefined>(undefined);
  readonly problem = signal<BoardProblem | undefined>(undefined);
  private readonly state = signal<ConnectionState>('live');
  readonly status = computed<ConnectionStatus>(() => ({
    state: this.state(),
    since: Date.parse('2026-03-04T12:00:00Z'),
    transport: this.state() === 'live' ? 'websocket' : 'none',
    lastUpdateAt: Date.parse('2026-03-04T12:00:00Z'),
    pollIntervalMs: 60_000,
  }));

  show(slug: string, range?: TimeRange): void {
    this.requested.push([slug, range]);
  }

  refresh(): void {
    this.refreshes += 1;
  }

  become(state: ConnectionState): void {
    this.state.set(state);
  }

  respond(board: Partial<Board>, panels: readonly PanelView[] = [], range: TimeRange = '1h'): void {
    this.problem.set(undefined);
    this.view.set({
      board: { slug: 'shop', title: 'Shop operations', version: 1, panels: [], ...board },
      version: 1,
      epoch: 'e',
      revision: 1,
      range,
      generatedAt: '2026-03-04T12:00:00.000Z',
      panels: new Map(panels.map((view) => [view.id, view])),
    });
  }

  reject(status: number, detail = 'no'): void {
    this.problem.set({ status, detail, message: detail });
  }
}
