// A process with many WebSocket clients that subscribe to a board. It measures how soon they are notified of a write.
import { setTimeout as pause } from 'node:timers/promises';
import { answerCalls } from '../processes/methods.mjs';
import { HttpConnection, requestBytes } from './http-connection.mjs';
import { WebSocketConnection } from './web-socket-connection.mjs';

/** The number of connections opened at once, which must not exceed the backlog of the server. */
const OPENED_AT_ONCE = 200;
/** The pings of all clients are sent in this many groups, evenly spread over the time. */
const PING_GROUPS = 100;
const TIMEOUT_MS = 20_000;

const SUBSCRIBED = Buffer.from('{"event":"subscribed"');
const CHANGED = Buffer.from('{"event":"changed"');

/** Waits for one message per client, and records the times in ms of this process's clock. */
class ExpectedMessages {
  #expected;
  #done;
  receivedAt = [];
  seen = new Set();
  frameBytes = 0;
  payload = '';

  constructor(expected) {
    this.#expected = expected;
    this.complete = new Promise((resolve) => (this.#done = resolve));
  }

  handle(payload, frameBytes, client) {
    if (this.seen.has(client)) return;
    this.receivedAt.push(performance.now());
    this.seen.add(client);
    if (this.frameBytes === 0) this.payload = payload.toString();
    this.frameBytes = frameBytes;
    if (this.receivedAt.length === this.#expected) this.#done();
  }
}

const clients = new Set();
let subscribing;
let notifying;
let pinging;
let disconnectError;
let writer;
let port;

function onText(payload, frameBytes, client) {
  if (pinging !== undefined) pinging.handle(payload, frameBytes, client);
  else if (startsWith(payload, CHANGED)) notifying?.handle(payload, frameBytes, client);
  else if (startsWith(payload, SUBSCRIBED)) subscribing?.handle(payload, frameBytes, client);
}

function startsWith(bytes, beginning) {
  return bytes.length >= beginning.length && bytes.compare(beginning, 0, beginning.length, 0, beginning.length) === 0;
}

function onDisconnect(_client, reason) {
  disconnectError ??= new Error(`a client was disconnected: ${reason}`);
}

async function withTimeout(promise, what) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(disconnectError ?? new Error(`${what} took over ${TIMEOUT_MS / 1_000} s`)),
      TIMEOUT_MS,
    );
  });
  try {
    const result = await Promise.race([promise, timeout]);
    if (disconnectError) throw disconnectError;
    return result;
  } finally {
    clearTimeout(timer);
  }
}

/** @returns {Promise<{ sentAt: number, acknowledgedAt: number }>} in ms of this process's clock */
function acknowledgedWrite({ path, body }) {
  const request = requestBytes({ port, method: 'POST', path, body });
  return new Promise((resolve, reject) => {
    const answered = ({ status }) => {
      const acknowledgedAt = performance.now();
      if (status === 200) resolve({ sentAt, acknowledgedAt });
      else reject(new Error(`the write failed with status ${status}`));
    };
    const sentAt = performance.now();
    writer.send(request, answered, reject);
  });
}

answerCalls({
  /** Opens connections and subscribes all of them to a board. */
  async join({ port: to, board, count }) {
    port = to;
    for (let opened = 0; opened < count; opened += OPENED_AT_ONCE) {
      const batch = Array.from(
        { length: Math.min(OPENED_AT_ONCE, count - opened) },
        () => new WebSocketConnection(port, onText, onDisconnect),
      );
      subscribing = new ExpectedMessages(batch.length);
      await withTimeout(Promise.all(batch.map((client) => client.opened)), 'opening connections');
      for (const client of batch) {
        clients.add(client);
        client.send(JSON.stringify({ event: 'subscribe', data: { board } }));
      }
      await withTimeout(subscribing.complete, 'subscribing');
    }
    writer = new HttpConnection(port);
    await writer.opened;
  },

  /**
   * Writes once and waits until every client is notified.
   *
   * @returns {{ sentToAckMs: number, afterAckMs: number[], frameBytes: number, payload: string }} one time per client;
   *   negative if the notification arrived before the acknowledgment
   */
  async write(request) {
    notifying = new ExpectedMessages(clients.size);
    const [{ sentAt, acknowledgedAt }] = await withTimeout(
      Promise.all([acknowledgedWrite(request), notifying.complete]),
      'notifying all clients',
    );
    const { receivedAt, frameBytes, payload } = notifying;
    notifying = undefined;
    return {
      sentToAckMs: acknowledgedAt - sentAt,
      afterAckMs: receivedAt.map((at) => at - acknowledgedAt),
      frameBytes,
      payload,
    };
  },

  /** Writes once without notifications. */
  async writeUnwatched(request) {
    await withTimeout(acknowledgedWrite(request), 'a write');
  },

  /** Sends one ping per client, spread over `overMs`, and waits for all responses. The clients must receive nothing else. */
  async ping({ overMs }) {
    pinging = new ExpectedMessages(clients.size);
    const text = JSON.stringify({ event: 'ping', data: {} });
    const pending = [...clients];
    const perGroup = Math.ceil(pending.length / PING_GROUPS);
    const startedAt = performance.now();
    for (let group = 0; group < PING_GROUPS; group += 1) {
      for (const client of pending.splice(0, perGroup)) client.send(text);
      await pause(Math.max(0, startedAt + ((group + 1) * overMs) / PING_GROUPS - performance.now()));
    }
    await withTimeout(pinging.complete, 'responding to all pings');
    pinging = undefined;
  },

  leave() {
    for (const client of clients) client.close();
    writer?.close();
    clients.clear();
    disconnectError = undefined;
  },
});
