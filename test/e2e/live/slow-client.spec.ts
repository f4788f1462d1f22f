import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NotificationQueue } from '../../../server/index.js';
import type { ServerMessages } from '../../../wire/messages.js';
import { ManualClock, settle } from '../../support/server/manual-clock.js';
import { RunningApp } from '../../support/server/running-app.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

/** Long names make long notices, which fill a network sooner. */
const BOARDS = Array.from({ length: 32 }, (_, i) => `board-${i}`.padEnd(64, '-'));

/** Moved so little that thousands of changes fit between two heartbeats. */
const INTERVAL_MS = 1;

/** More than any kernel takes for a socket that nobody reads, at 150 bytes a notice and 32 notices a round. */
const MOST_ROUNDS = 6_000;

describe('viewers that do not read', () => {
  const clock = new ManualClock();
  const connections = new Set<Socket>();
  let running: RunningApp;

  beforeAll(async () => {
    running = await RunningApp.start({ clock, settings: { notifyIntervalMs: INTERVAL_MS } });
    const server = running.app.getHttpServer();
    server.on('connection', (socket) => connections.add(socket));
    for (const slug of BOARDS) await running.api.createBoard(slug, []);
  });
  afterAll(async () => {
    await running.close();
  });

  const watchAll = async (): Promise<TestSocket> => {
    const viewer = await TestSocket.open(running.base);
    for (const slug of BOARDS) await viewer.subscribe(slug);
    return viewer;
  };

  /** A change of every board, of which the reader hears although the others do not read. */
  const round = async (reader: TestSocket): Promise<number> => {
    clock.advance(INTERVAL_MS);
    const { revision } = await running.app.get(NotificationQueue).publish(...BOARDS.map((slug) => `board:${slug}`));
    const told = await Promise.all(BOARDS.map(() => reader.next('changed')));
    for (const notice of told) expect(notice.revision).toBe(revision);
    return revision;
  };

  /** Connections that the network takes no more for. */
  const clogged = (): Socket[] => [...connections].filter(({ writableLength }) => writableLength > 0);

  /** Changes until the network takes no more for this many: from then on their own notices wait, and no others. */
  const clog = async (viewers: number, reader: TestSocket): Promise<number> => {
    for (let i = 0; i < MOST_ROUNDS; i++) {
      const revision = await round(reader);
      if (clogged().length === viewers) return revision;
    }
    throw new Error('The network took everything.');
  };

  it('keep nobody waiting; hear of the newest alone once they read again; are closed with 4430 after 15 s', async () => {
    const reader = await watchAll();
    const [slow, dead] = await Promise.all([watchAll(), watchAll()]);
    for (const { socket } of [slow, dead]) socket.pause();
    const lastSent = await clog(2, reader);
    let newest = lastSent;
    for (let i = 0; i < 20; i++) newest = await round(reader);

    slow.socket.resume();
    while (clogged().length === 2) await settle();
    for (let second = 0; second < 2; second++) {
      clock.advance(1_000);
      await slow.roundTrip();
    }
    const heard = new Map<string, number[]>(BOARDS.map((slug) => [slug, []]));
    for (const { event, data } of slow.received) {
      const { board, revision } = data as ServerMessages['changed'];
      if (event === 'changed' && revision > lastSent) heard.get(board)?.push(revision);
    }
    expect([...heard.values()]).toEqual(BOARDS.map(() => [newest]));

    for (let second = 0; second < 14; second++) {
      clock.advance(1_000);
      await settle();
      await Promise.all([reader.roundTrip(), slow.roundTrip()]);
    }
    dead.socket.resume();
    expect((await dead.closed).code).toBe(4430);
    await round(reader);
    await Promise.all([reader.close(), slow.close()]);
  });
});
