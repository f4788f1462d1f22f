import { describe, expect, it } from '@jest/globals';
import type { ConnectionState, ConnectionStatus } from '../../stream/connection/connection-status';
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
const text = (state: ConnectionState, parts?: Partial<ConnectionStatus>): ReturnType<typeof connectionText> =>
  connectionText(status(state, parts), NOW, 'de-DE');

describe('connectionText', () => {
  it.each([
    ['connecting', 'Connecting', undefined, 'waiting'],
    ['live', 'Live', undefined, 'ok'],
    ['reconnecting', 'Reconnecting', 'as of 14:21:30', 'warn'],
    ['polling', 'Polling every 60 s', 'as of 14:21:30', 'warn'],
    ['offline', 'Offline', 'as of 14:21:30', 'crit'],
  ] as const)('labels the state %s as %s', (state, label, asOf, mark) => {
    expect(text(state)).toMatchObject({ label, asOf, mark });
  });

  it.each(['reconnecting', 'polling', 'offline'] as const)('explains the state %s and what to do', (state) => {
    expect(text(state).meaning).not.toBe('');
    expect(text(state).advice).toBeDefined();
  });

  it('shows the configured poll interval', () => {
    expect(text('polling', { pollIntervalMs: 15_000 }).label).toBe('Polling every 15 s');
    expect(text('polling', { pollIntervalMs: 300_000 }).label).toBe('Polling every 5 min');
  });

  it('shows no time if there was no update', () => {
    expect(text('offline', { lastUpdateAt: undefined }).asOf).toBeUndefined();
  });
});

describe('connectionDetails', () => {
  const details = (state: ConnectionState, parts?: Partial<ConnectionStatus>): Record<string, string> =>
    Object.fromEntries(connectionDetails(status(state, parts), NOW, 'de-DE').map(({ name, value }) => [name, value]));

  it('lists transport, times and revision', () => {
    expect(details('live', { transport: 'websocket', epoch: 'k3v9', revision: 42 })).toEqual({
      Transport: 'WebSocket',
      'In this state since': '14:23:25, 1 min ago',
      'Last update': '14:21:30, 3 min ago',
      Revision: '42 of epoch k3v9',
    });
  });

  it('shows which values are missing', () => {
    expect(details('connecting', { lastUpdateAt: undefined, since: NOW })).toEqual({
      Transport: 'none',
      'In this state since': '14:24:30, just now',
      'Last update': 'none yet',
      Revision: 'none yet',
    });
  });

  it('shows the number of invalid messages if there are any', () => {
    expect(details('live', { ignoredMessages: 2 })['Unrecognized messages']).toBe('2');
    expect(details('live', { ignoredMessages: 0 })['Unrecognized messages']).toBeUndefined();
  });
});
