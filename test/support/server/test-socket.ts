import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type { ServerEvent, ServerMessages } from '../../../wire/messages.js';
import { WEBSOCKET_PATH } from '../../../wire/protocol.js';

interface Received {
  readonly event: ServerEvent;
  readonly data: unknown;
}

/** A viewer's socket as a test drives it: every message is kept until somebody waits for it. */
export class TestSocket {
  readonly received: Received[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private waiting: (() => void)[] = [];

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.wake();
      });
    });
    socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(data.toString()) as Received);
      this.wake();
    });
    socket.on('error', () => undefined);
  }

  /** Opens a socket to the server at `base` (`http://127.0.0.1:1234`). */
  static async open(base: string, options: ClientOptions = {}): Promise<TestSocket> {
    const socket = new WebSocket(`${base.replace(/^http/, 'ws')}${WEBSOCKET_PATH}`, options);
    const test = new TestSocket(socket);
    await once(socket, 'open');
    return test;
  }

  send(event: string, data?: unknown): void {
    this.sendRaw(JSON.stringify({ event, data }));
  }

  sendRaw(data: string | Buffer): void {
    this.socket.send(data);
  }

  /** Takes the next message of the event, those before it included, once it is there. */
  async next<E extends ServerEvent>(event: E): Promise<ServerMessages[E]> {
    for (;;) {
      const index = this.received.findIndex((message) => message.event === event);
      if (index >= 0) return this.received.splice(0, index + 1).at(-1)?.data as ServerMessages[E];
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`closed before a '${event}' came`);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Subscribes and waits for the answer. */
  async subscribe(board: string): Promise<ServerMessages['subscribed']> {
    this.send('subscribe', { board });
    return this.next('subscribed');
  }

  /** All that the server has sent by now has arrived when this resolves: a pong cannot overtake it. */
  async roundTrip(): Promise<void> {
    this.socket.ping();
    await once(this.socket, 'pong');
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
