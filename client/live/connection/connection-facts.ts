import type { ConnectionState, ConnectionStatus } from './connection-status';

/** So long after losing the socket a page says that it polls. */
export const POLLING_AFTER_MS = 10_000;

/** What is known of the way to the server. */
export interface ConnectionFacts {
  /** Whether notices come over a socket. */
  up: boolean;
  /** Whether a connection, or an attempt at one, has ended since the very start. */
  tried: boolean;
  /** Whether more than 10 s passed without a socket. */
  overdue: boolean;
  /** How the last GET ended; unknown again on losing the socket, until the next one. */
  get: 'unknown' | 'ok' | 'failed';
}

export const INITIAL_FACTS: ConnectionFacts = { up: false, tried: false, overdue: false, get: 'unknown' };

export function socketUp(facts: ConnectionFacts): ConnectionFacts {
  return { ...facts, up: true, tried: true, overdue: false };
}

/** A success before the loss says nothing about the time after it; a failure has to be disproved. */
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

/** The status in a state that is, or is not, the one before. */
export function enterState(status: ConnectionStatus, state: ConnectionState, now: number): ConnectionStatus {
  return status.state === state ? status : { ...status, state, since: now, transport: TRANSPORTS[state] };
}
