import { type Signal, computed, inject } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { switchMap } from 'rxjs';
import { type TimeRange, sameRange } from '../../../wire/range';
import { type BoardProblemText, problemTextOf } from '../../live/board-problem-text';
import { LIVE_ENVIRONMENT } from '../../live/live-environment';
import type { ConnectionState, ConnectionStatus } from '../../stream/connection/connection-status';
import { initialState } from '../../stream/live-state';
import type { BoardView } from '../../stream/snapshot/board-view';
import { SharedBoards } from './shared-boards';

/** The state of a board as signals. */
export interface EmbeddedBoard {
  readonly view: Signal<BoardView | undefined>;
  readonly status: Signal<ConnectionStatus>;
  readonly problem: Signal<BoardProblemText | undefined>;
  /** The state of the connection, as panels show it: offline if the board no longer exists. */
  readonly link: Signal<ConnectionState>;
  refresh(): void;
}

/** Opens a board while the component exists. Call it in an injection context. */
export function openEmbeddedBoard(slug: Signal<string>, range: Signal<TimeRange | undefined>): EmbeddedBoard {
  const boards = inject(SharedBoards);
  const requested = computed(() => ({ slug: slug(), range: range() }), {
    equal: (a, b) => a.slug === b.slug && sameRange(a.range, b.range),
  });
  const opened = computed(() => boards.open(requested().slug, requested().range));
  const state = toSignal(toObservable(opened).pipe(switchMap(({ state$ }) => state$)), {
    initialValue: initialState(inject(LIVE_ENVIRONMENT).now()),
  });
  const status = computed(() => state().status);
  const problem = problemTextOf({ problem: computed(() => state().problem) }, slug);
  return {
    // The view of the previous board remains until the first state of the next one.
    view: computed(() => (state().view?.board.slug === slug() ? state().view : undefined)),
    status,
    problem,
    link: computed(() => (problem()?.final === true ? 'offline' : status().state)),
    refresh: () => {
      opened().refresh();
    },
  };
}
