// A process full of viewers: they watch a board, hear of a write, and say how long after its acknowledgement that was.
import { setTimeout as pause } from 'node:timers/promises';
import { answerCalls } from '../processes/methods.mjs';
import { HttpConnection, requestBytes } from './http-connection.mjs';
import { ViewerConnection } from './viewer-connection.mjs';

/** Connections that are opened at once; more could overrun a listener's backlog. */
const OPENED_AT_ONCE = 200;
/** Pings are sent in so many groups, evenly spread over their time. */
const PING_GROUPS = 100;
const NOTICE_TIMEOUT_MS = 20_000;

const SUBSCRIBED = Buffer.from('{"event":"subscribed"');
const CHANGED = Buffer.from('{"event":"changed"');

/** What is being waited for: once per viewer, in ms of this process's clock. */
class Round {
  #expected;
  #done;
  heardAt = [];
  seen = new Set();
  frameBytes = 0;
  payload = '';

  constructor(expected) {
    this.#expected = expected;
    this.complete = new Promise((resolve) => (this.#done = resolve));
  }

  take(payload, frameBytes, viewer) {
    if (this.seen.has(viewer)) return;
    this.heardAt.push(performance.now());
    this.seen.add(viewer);
    if (this.frameBytes === 0) this.payload = payload.toString();
    this.frameBytes = frameBytes;
    if (this.heardAt.length === this.#expected) this.#done();
  }
}

const viewers = new Set();
let subscribing;
let noticing;
let pinging;
let lost;
let writer;
let port;

function onText(payload, frameBytes, viewer) {
  if (pinging !== undefined) pinging.take(payload, frameBytes, viewer);
  else if (startsWith(payload, CHANGED)) noticing?.take(payload, frameBytes, viewer);
  else if (startsWith(payload, SUBSCRIBED)) subscribing?.take(payload, frameBytes, viewer);
}

function startsWith(bytes, beginning) {
  return bytes.length >= beginning.length && bytes.compare(beginning, 0, beginning.length, 0, beginning.length) === 0;
}

function onLost(_viewer, reason) {
  lost ??= new Error(`a viewer lost its connection: ${reason}`);
}

async function withinTime(promise, what) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(lost ?? new Error(`${what} took over ${NOTICE_TIMEOUT_MS / 1_000} s`)),
      NOTICE_TIMEOUT_MS,
    );
  });
  try {
    const result = await Promise.race([promise, timeout]);
    if (lost) throw lost;
    return result;
  } finally {
    clearTimeout(timer);
  }
}

/** @returns {Promise<{ sentAt: number, acknowledgedAt: number }>} in ms of this process's clock */
function acknowledged({ path, body }) {
  const request = requestBytes({ port, method: 'POST', path, body });
  return new Promise((resolve, reject) => {
    const answered = ({ status }) => {
      const acknowledgedAt = performance.now();
      if (status === 200) resolve({ sentAt, acknowledgedAt });
      else reject(new Error(`the write was answered with ${status}`));
    };
    const sentAt = performance.now();
    writer.send(request, answered, reject);
  });
}

answerCalls({
  /** Opens connections, all of which watch the board. */
  async join({ port: to, board, count }) {
    port = to;
    for (let opened = 0; opened < count; opened += OPENED_AT_ONCE) {
      const wave = Array.from(
        { length: Math.min(OPENED_AT_ONCE, count - opened) },
        () => new ViewerConnection(port, onText, onLost),
      );
      subscribing = new Round(wave.length);
      await withinTime(Promise.all(wave.map((viewer) => viewer.opened)), 'opening connections');
      for (const viewer of wave) {
        viewers.add(viewer);
        viewer.send(JSON.stringify({ event: 'subscribe', data: { board } }));
      }
      await withinTime(subscribing.complete, 'subscribing');
    }
    writer = new HttpConnection(port);
    await writer.opened;
  },

  /**
   * Writes once and waits until every viewer has heard of it.
   * @returns {{ sentToAckMs: number, afterAckMs: number[], frameBytes: number, payload: string }} one time per viewer;
   *   negative for a notice that came before the acknowledgement
   */
  async write(request) {
    noticing = new Round(viewers.size);
    const [{ sentAt, acknowledgedAt }] = await withinTime(
      Promise.all([acknowledged(request), noticing.complete]),
      'telling every viewer',
    );
    const { heardAt, frameBytes, payload } = noticing;
    noticing = undefined;
    return {
      sentToAckMs: acknowledgedAt - sentAt,
      afterAckMs: heardAt.map((at) => at - acknowledgedAt),
      frameBytes,
      payload,
    };
  },

  /** A write that no viewer hears of. */
  async writeUnheard(request) {
    await withinTime(acknowledged(request), 'a write');
  },

  /** One ping of each viewer, spread over `overMs`; every one is answered. Nothing else may be sent to them meanwhile. */
  async ping({ overMs }) {
    pinging = new Round(viewers.size);
    const text = JSON.stringify({ event: 'ping', data: {} });
    const waiting = [...viewers];
    const perGroup = Math.ceil(waiting.length / PING_GROUPS);
    const begun = performance.now();
    for (let group = 0; group < PING_GROUPS; group += 1) {
      for (const viewer of waiting.splice(0, perGroup)) viewer.send(text);
      await pause(Math.max(0, begun + ((group + 1) * overMs) / PING_GROUPS - performance.now()));
    }
    await withinTime(pinging.complete, 'answering every ping');
    pinging = undefined;
  },

  leave() {
    for (const viewer of viewers) viewer.close();
    writer?.close();
    viewers.clear();
    lost = undefined;
  },
});
