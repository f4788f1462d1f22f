import type { ConnectionState, ConnectionStatus } from './connection-status';

/** The time without a socket after which the state becomes `polling`. */
export const POLLING_AFTER_MS = 10_000;

/** The facts that determine the connection state. */
export interface ConnectionFacts {
  /** Whether the server sends change notifications over a socket. */
  up: boolean;
  /** Whether a connection, or an attempt to connect, has ended since the page was opened. */
  tried: boolean;
  /** Whether more than 10 s passed without a socket. */
  overdue: boolean;
  /** The result of the last GET. After the socket is lost, it is unknown until the next GET. */
  get: 'unknown' | 'ok' | 'failed';
}

export const INITIAL_FACTS: ConnectionFacts = { up: false, tried: false, overdue: false, get: 'unknown' };

export function socketUp(facts: ConnectionFacts): ConnectionFacts {
  return { ...facts, up: true, tried: true, overdue: false };
}

/** A successful GET before the loss becomes unknown. A failed GET stays failed until a GET succeeds. */
export function socketDown(facts: ConnectionFacts): ConnectionFacts {
  return facts.up
    ? { up: false, tried: true, overdue: false, get: facts.get === 'failed' ? 'failed' : 'unknown' }
    : { ...facts, tried: true };
}

export function connectionState({ up, tried, overdue, get }: ConnectionFacts): ConnectionState {
  if (up) {
    return 'live';
  }
  if (get === 'failed' && (tried || overdue)) {
    return 'offline';
  }
  if (get === 'ok' && overdue) {
    return 'polling';
  }
  return tried ? 'reconnecting' : 'connecting';
}

const TRANSPORTS: Readonly<Record<ConnectionState, ConnectionStatus['transport']>> = {
  connecting: 'none',
  live: 'websocket',
  reconnecting: 'none',
  polling: 'polling',
  offline: 'none',
};

/** Returns the status in the new state; the same object if the state did not change. */
export function enterState(status: ConnectionStatus, state: ConnectionState, now: number): ConnectionStatus {
  return status.state === state ? status : { ...status, state, since: now, transport: TRANSPORTS[state] };
}
