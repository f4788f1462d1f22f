import { describe, expect, it } from '@jest/globals';
import {
  INITIAL_FACTS,
  type ConnectionFacts,
  enterState,
  connectionState,
  socketDown,
  socketUp,
} from './connection-facts';

const after = (...steps: ((facts: ConnectionFacts) => ConnectionFacts)[]): string =>
  connectionState(steps.reduce((facts, step) => step(facts), INITIAL_FACTS));
const got =
  (get: ConnectionFacts['get']) =>
  (facts: ConnectionFacts): ConnectionFacts => ({ ...facts, get });
const overdue = (facts: ConnectionFacts): ConnectionFacts => ({ ...facts, overdue: true });

describe('connectionState', () => {
  it('is connecting only until the first attempt has ended', () => {
    expect(after()).toBe('connecting');
    expect(after(got('ok'))).toBe('connecting');
    expect(after(got('failed'))).toBe('connecting');
    expect(after(socketDown)).toBe('reconnecting');
  });

  it('is live while the socket is connected, even if a GET fails', () => {
    expect(after(socketUp, got('failed'))).toBe('live');
    expect(after(overdue, socketUp)).toBe('live');
  });

  it('is reconnecting after the socket is lost', () => {
    expect(after(got('ok'), socketUp, socketDown)).toBe('reconnecting');
  });

  it('is polling 10 s after the loss if a GET has succeeded since', () => {
    expect(after(socketUp, got('ok'), socketDown, overdue)).toBe('reconnecting');
    expect(after(socketUp, socketDown, overdue, got('ok'))).toBe('polling');
    expect(after(socketUp, socketDown, got('ok'), socketDown, overdue)).toBe('polling');
  });

  it('is offline if the last GET failed', () => {
    expect(after(socketDown, got('failed'))).toBe('offline');
    expect(after(socketUp, got('failed'), socketDown)).toBe('offline');
    expect(after(overdue, got('failed'))).toBe('offline');
    expect(after(socketDown, got('failed'), got('ok'), overdue)).toBe('polling');
  });

  it('restarts the 10 s with each loss', () => {
    expect(after(overdue, got('ok'), socketUp, socketDown, got('ok'))).toBe('reconnecting');
  });
});

describe('enterState', () => {
  const status = { state: 'live', since: 1, transport: 'websocket', pollIntervalMs: 60_000 } as const;

  it('sets the time of the change, and returns the same object if the state did not change', () => {
    expect(enterState(status, 'polling', 9)).toEqual({ ...status, state: 'polling', since: 9, transport: 'polling' });
    expect(enterState(status, 'live', 9)).toBe(status);
  });
});
