import { sameRange } from '../../wire/range';
import type { FetchEvent, Question } from './snapshot/board-fetch';
import type { BoardProblem } from '../api/api-error';
import type { BoardView } from './snapshot/board-view';
import { DEFAULT_SETTINGS, type LiveSettings } from './live-config';
import {
  INITIAL_FACTS,
  type ConnectionFacts,
  enterState,
  connectionState,
  socketDown,
  socketUp,
} from './connection/connection-facts';
import type { ConnectionStatus } from './connection/connection-status';
import type { ConnectionEvent } from './connection/socket-connection';

export type LiveEvent =
  | ConnectionEvent
  | FetchEvent
  /** The user's act. */
  | { type: 'asked'; question: Question }
  /** 10 s passed without a socket. */
  | { type: 'overdue' }
  | { type: 'settings'; settings: LiveSettings }
  /** Time has come to show what was reached. */
  | { type: 'shown'; view: BoardView };

/** Everything that a page sees of its board. */
export interface LiveState {
  readonly view?: BoardView | undefined;
  readonly problem?: BoardProblem | undefined;
  readonly status: ConnectionStatus;
  readonly facts: ConnectionFacts;
  readonly question?: Question;
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
  };
}

export function nextState(state: LiveState, event: LiveEvent, now: number): LiveState {
  const next = take(state, event, now);
  const status = enterState(next.status, connectionState(next.facts), now);
  // The same object where nothing is new: no page then looks for what has changed.
  return status === next.status ? next : { ...next, status };
}

function take(state: LiveState, event: LiveEvent, now: number): LiveState {
  const { facts, status } = state;
  switch (event.type) {
    case 'asked':
      return ask(state, event.question);
    case 'up':
      return { ...state, facts: socketUp(facts) };
    case 'down':
      return { ...state, facts: socketDown(facts) };
    case 'overdue':
      return { ...state, facts: { ...facts, overdue: true } };
    case 'reached':
      return {
        ...state,
        problem: event.view === undefined ? state.problem : undefined,
        facts: { ...facts, get: 'ok' },
        status: { ...status, lastUpdateAt: now },
      };
    case 'failed':
      return {
        ...state,
        problem: event.final || !isAnswered(state) ? (event.problem ?? state.problem) : state.problem,
        facts: { ...facts, get: event.final ? 'ok' : 'failed' },
      };
    case 'shown':
      return show(state, event.view);
    case 'gone':
      return refuse(state, event.board, { status: 410, detail: $localize`This board was deleted.` });
    case 'denied':
      // The answer to a GET says it in better words.
      return refuse(state, event.board, state.problem ?? { status: event.status, detail: denial(event.status) });
    case 'settings':
      return { ...state, status: { ...status, pollIntervalMs: event.settings.pollIntervalMs } };
    case 'ignored':
      return { ...state, status: { ...status, ignoredFrames: (status.ignoredFrames ?? 0) + 1 } };
    case 'position':
      return state;
  }
}

function ask(state: LiveState, question: Question): LiveState {
  if (question.board === state.question?.board) {
    return { ...state, question, problem: undefined };
  }
  return { facts: state.facts, status: { ...state.status, epoch: undefined, revision: undefined }, question };
}

/** An update that had to wait may be of the board before. */
function show(state: LiveState, view: BoardView): LiveState {
  const { epoch, revision } = view;
  return view.board.slug === state.question?.board
    ? { ...state, view, status: { ...state.status, epoch, revision } }
    : state;
}

/** Whether what is shown is what was asked for. */
function isAnswered({ view, question }: LiveState): boolean {
  return (
    view !== undefined &&
    view.board.slug === question?.board &&
    (question.range === undefined || sameRange(question.range, view.range))
  );
}

function refuse(state: LiveState, board: string, problem: BoardProblem): LiveState {
  return board === state.question?.board ? { ...state, problem } : state;
}

function denial(status: number): string {
  return status === 404
    ? $localize`There is no board of this name.`
    : $localize`The server does not send notices of this board (status ${status}:status:).`;
}
