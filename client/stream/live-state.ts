import { sameRange } from '../../wire/range';
import type { FetchEvent, BoardRequest } from './snapshot/board-fetch';
import type { BoardProblem } from './http/api-error';
import type { BoardView } from './snapshot/board-view';
import { DEFAULT_SETTINGS, type LiveSettings } from './live-settings';
import {
  INITIAL_FACTS,
  type ConnectionFacts,
  enterState,
  connectionState,
  socketDown,
  socketUp,
} from './connection/connection-facts';
import type { ConnectionStatus } from './connection/connection-status';
import type { ConnectionEvent } from './connection/reconnecting-socket';

export type LiveEvent =
  | ConnectionEvent
  | FetchEvent
  /** The user requested a board or a range. */
  | { type: 'requested'; request: BoardRequest }
  /** 10 s passed without a socket. */
  | { type: 'overdue' }
  | { type: 'settings'; settings: LiveSettings }
  /** The view is shown now. */
  | { type: 'shown'; view: BoardView };

/** The state of a live board and of its connection. */
export interface LiveState {
  readonly view?: BoardView | undefined;
  readonly problem?: BoardProblem | undefined;
  readonly status: ConnectionStatus;
  readonly facts: ConnectionFacts;
  readonly reconnectDelayMs: number;
  readonly request?: BoardRequest;
}

export function initialState(now: number): LiveState {
  return {
    status: {
      state: 'connecting',
      since: now,
      transport: 'none',
      pollIntervalMs: DEFAULT_SETTINGS.pollIntervalMs,
    },
    facts: INITIAL_FACTS,
    reconnectDelayMs: DEFAULT_SETTINGS.reconnectDelayMs,
  };
}

export function nextState(state: LiveState, event: LiveEvent, now: number): LiveState {
  const next = reduce(state, event, now);
  const status = enterState(next.status, connectionState(next.facts), now);
  // The object stays the same if nothing changed, so the page is not checked.
  return status === next.status ? next : { ...next, status };
}

function reduce(state: LiveState, event: LiveEvent, now: number): LiveState {
  const { facts, status } = state;
  switch (event.type) {
    case 'requested':
      return startRequest(state, event.request);
    case 'up':
      return { ...state, facts: socketUp(facts) };
    case 'down':
      return { ...state, facts: socketDown(facts) };
    case 'overdue':
      return { ...state, facts: { ...facts, overdue: true } };
    case 'responded':
      return {
        ...state,
        problem: event.view === undefined ? state.problem : undefined,
        facts: { ...facts, get: 'ok' },
        status: { ...status, lastUpdateAt: now },
      };
    case 'failed':
      return {
        ...state,
        problem: event.final || !isRequestShown(state) ? (event.problem ?? state.problem) : state.problem,
        facts: { ...facts, get: event.final ? 'ok' : 'failed' },
      };
    case 'shown':
      return showView(state, event.view);
    case 'gone':
      return setProblem(state, event.board, { status: 410, message: 'This board was deleted.' });
    case 'denied':
      // The response to a GET has a better message.
      return setProblem(
        state,
        event.board,
        state.problem ?? { status: event.status, message: deniedText(event.status) },
      );
    case 'settings':
      return applySettings(state, event.settings);
    case 'ignored':
      return { ...state, status: { ...status, ignoredMessages: (status.ignoredMessages ?? 0) + 1 } };
    case 'position':
      return state;
  }
}

function startRequest(state: LiveState, request: BoardRequest): LiveState {
  if (request.board === state.request?.board) {
    return { ...state, request, problem: undefined };
  }
  const { facts, reconnectDelayMs, status } = state;
  return { facts, reconnectDelayMs, status: { ...status, epoch: undefined, revision: undefined }, request };
}

function applySettings(state: LiveState, { pollIntervalMs, reconnectDelayMs }: LiveSettings): LiveState {
  return { ...state, reconnectDelayMs, status: { ...state.status, pollIntervalMs } };
}

/** Ignores a delayed update of the previous board. */
function showView(state: LiveState, view: BoardView): LiveState {
  const { epoch, revision } = view;
  return view.board.slug === state.request?.board
    ? { ...state, view, status: { ...state.status, epoch, revision } }
    : state;
}

/** Whether the shown view is the requested one. */
function isRequestShown({ view, request }: LiveState): boolean {
  return (
    view !== undefined &&
    view.board.slug === request?.board &&
    (request.range === undefined || sameRange(request.range, view.range))
  );
}

function setProblem(state: LiveState, board: string, problem: BoardProblem): LiveState {
  return board === state.request?.board ? { ...state, problem } : state;
}

function deniedText(status: number): string {
  return status === 404
    ? 'There is no board at this address.'
    : `The server does not send updates for this board (status ${status}).`;
}
