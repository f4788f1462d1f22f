import { describe, expect, it } from '@jest/globals';
import type { ConnectionState, ConnectionStatus } from '../connection/connection-status';
import { connectionDetails, connectionText } from './connection-text';

const NOW = new Date(2026, 2, 4, 14, 24, 30).getTime();
const status = (state: ConnectionState, parts: Partial<ConnectionStatus> = {}): ConnectionStatus => ({
  state,
  since: NOW - 65_000,
  transport: 'none',
  lastUpdateAt: NOW - 180_000,
  pollIntervalMs: 60_000,
  ...parts,
});
const words = (state: ConnectionState, parts?: Partial<ConnectionStatus>): ReturnType<typeof connectionText> =>
  connectionText(status(state, parts), NOW, 'de-DE');

describe('the pill', () => {
  it.each([
    ['connecting', 'Connecting', undefined, 'waiting'],
    ['live', 'Live', undefined, 'ok'],
    ['reconnecting', 'Reconnecting', 'as of 14:21:30', 'warn'],
    ['polling', 'Polling every 60 s', 'as of 14:21:30', 'warn'],
    ['offline', 'Offline', 'as of 14:21:30', 'crit'],
  ] as const)('says in the state %s: %s', (state, label, asOf, mark) => {
    expect(words(state)).toMatchObject({ label, asOf, mark });
  });

  it.each(['reconnecting', 'polling', 'offline'] as const)('says what %s means and what to do', (state) => {
    expect(words(state).meaning).not.toBe('');
    expect(words(state).advice).toBeDefined();
  });

  it('says the interval that the server set', () => {
    expect(words('polling', { pollIntervalMs: 15_000 }).label).toBe('Polling every 15 s');
    expect(words('polling', { pollIntervalMs: 300_000 }).label).toBe('Polling every 5 min');
  });

  it('says no time where nothing ever came', () => {
    expect(words('offline', { lastUpdateAt: undefined }).asOf).toBeUndefined();
  });
});

describe('the pill’s details', () => {
  const details = (state: ConnectionState, parts?: Partial<ConnectionStatus>): Record<string, string> =>
    Object.fromEntries(connectionDetails(status(state, parts), NOW, 'de-DE').map(({ name, value }) => [name, value]));

  it('name transport, times and revision', () => {
    expect(details('live', { transport: 'websocket', epoch: 'k3v9', revision: 42 })).toEqual({
      Transport: 'WebSocket',
      'In this state since': '14:23:25, 1 min ago',
      'Last answer': '14:21:30, 3 min ago',
      Revision: '42 of epoch k3v9',
    });
  });

  it('say what is not there yet', () => {
    expect(details('connecting', { lastUpdateAt: undefined, since: NOW })).toEqual({
      Transport: 'none',
      'In this state since': '14:24:30, just now',
      'Last answer': 'none yet',
      Revision: 'none yet',
    });
  });

  it('count messages that made no sense, if there were any', () => {
    expect(details('live', { ignoredFrames: 2 })['Messages not understood']).toBe('2');
    expect(details('live', { ignoredFrames: 0 })['Messages not understood']).toBeUndefined();
  });
});
