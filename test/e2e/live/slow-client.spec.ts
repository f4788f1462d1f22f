import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NotificationQueue } from '../../../server/index.js';
import type { ServerMessages } from '../../../wire/schemas/messages.js';
import { ManualClock, settle } from '../../support/server/manual-clock.js';
import { RunningApp } from '../../support/server/running-app.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

/** Long slugs make long notifications, which fill the send buffers sooner. */
const BOARDS = Array.from({ length: 32 }, (_, i) => `board-${i}`.padEnd(64, '-'));

/** So short that thousands of changes fit between two heartbeats. */
const INTERVAL_MS = 1;

/** With 32 notifications of 150 bytes per round, this is more than the buffers of any kernel can hold. */
const MAX_ROUNDS = 6_000;

describe('clients that do not read', () => {
  const clock = new ManualClock();
  const connections = new Set<Socket>();
  let running: RunningApp;

  beforeAll(async () => {
    running = await RunningApp.start({ clock, settings: { notifyIntervalMs: INTERVAL_MS } });
    running.server.on('connection', (socket) => connections.add(socket));
    for (const slug of BOARDS) await running.api.createBoard(slug, []);
  });
  afterAll(async () => {
    await running.close();
  });

  const subscribeToAll = async (): Promise<TestSocket> => {
    const client = await TestSocket.open(running.base);
    for (const slug of BOARDS) await client.subscribe(slug);
    return client;
  };

  /** Changes all boards. Expects a client that reads to be notified although the others do not read. @returns the new revision */
  const changeAll = async (reader: TestSocket): Promise<number> => {
    clock.advance(INTERVAL_MS);
    const { revision } = await running.app.get(NotificationQueue).publish(...BOARDS.map((slug) => `board:${slug}`));
    const notifications = await Promise.all(BOARDS.map(() => reader.next('changed')));
    for (const notification of notifications) expect(notification.revision).toBe(revision);
    return revision;
  };

  /** Returns the connections whose data waits in the server because the kernel's send buffer is full. */
  const blocked = (): Socket[] => [...connections].filter(({ writableLength }) => writableLength > 0);

  /** Changes all boards until so many connections are blocked. @returns the last revision that was sent to them */
  const blockConnections = async (count: number, reader: TestSocket): Promise<number> => {
    for (let i = 0; i < MAX_ROUNDS; i++) {
      const revision = await changeAll(reader);
      if (blocked().length === count) return revision;
    }
    throw new Error('The connections were not blocked: the kernel accepted all data.');
  };

  it('do not delay others, get only the newest notifications when they read again, and are closed with 4430 after 15 s', async () => {
    const reader = await subscribeToAll();
    const [slow, dead] = await Promise.all([subscribeToAll(), subscribeToAll()]);
    for (const { socket } of [slow, dead]) socket.pause();
    const lastSent = await blockConnections(2, reader);
    let newest = lastSent;
    for (let i = 0; i < 20; i++) newest = await changeAll(reader);

    slow.socket.resume();
    while (blocked().length === 2) await settle();
    for (let second = 0; second < 2; second++) {
      clock.advance(1_000);
      await slow.roundTrip();
    }
    const revisions = new Map<string, number[]>(BOARDS.map((slug) => [slug, []]));
    for (const { event, data } of slow.received) {
      const { board, revision } = data as ServerMessages['changed'];
      if (event === 'changed' && revision > lastSent) revisions.get(board)?.push(revision);
    }
    expect([...revisions.values()]).toEqual(BOARDS.map(() => [newest]));

    for (let second = 0; second < 14; second++) {
      clock.advance(1_000);
      await settle();
      await Promise.all([reader.roundTrip(), slow.roundTrip()]);
    }
    dead.socket.resume();
    expect((await dead.closed).code).toBe(4430);
    await changeAll(reader);
    await Promise.all([reader.close(), slow.close()]);
  });
});
