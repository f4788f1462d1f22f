import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type { ServerEvent, ServerMessages } from '../../../wire/schemas/messages.js';
import { WEBSOCKET_PATH } from '../../../wire/protocol.js';

interface ReceivedMessage {
  readonly event: ServerEvent;
  readonly data: unknown;
}

/** A WebSocket client for tests, which keeps every message until the test reads it. */
export class TestSocket {
  readonly received: ReceivedMessage[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private waiters: (() => void)[] = [];

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.wake();
      });
    });
    socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(data.toString()) as ReceivedMessage);
      this.wake();
    });
    socket.on('error', () => undefined);
  }

  /** @param base the URL of the server, like `http://127.0.0.1:1234` */
  static open(base: string, options: ClientOptions = {}): Promise<TestSocket> {
    return TestSocket.openAt(`${base}${WEBSOCKET_PATH}`, options);
  }

  /** @param url the URL of a gateway, with http */
  static async openAt(url: string, options: ClientOptions = {}): Promise<TestSocket> {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), options);
    const client = new TestSocket(socket);
    await once(socket, 'open');
    return client;
  }

  send(event: string, data?: unknown): void {
    this.sendRaw(JSON.stringify({ event, data }));
  }

  sendRaw(data: string | Buffer): void {
    this.socket.send(data);
  }

  /** Waits for the next message with this event. Removes it and the messages before it from `received`. */
  async next<E extends ServerEvent>(event: E): Promise<ServerMessages[E]> {
    for (;;) {
      const index = this.received.findIndex((message) => message.event === event);
      if (index >= 0) return this.received.splice(0, index + 1).at(-1)?.data as ServerMessages[E];
      if (this.socket.readyState === WebSocket.CLOSED)
        throw new Error(`The connection was closed before '${event}' was received.`);
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
  }

  /** Subscribes to a board, and waits for the response. */
  async subscribe(board: string): Promise<ServerMessages['subscribed']> {
    this.send('subscribe', { board });
    return this.next('subscribed');
  }

  /** Waits for one round trip: when it resolves, every message that the server has sent so far has arrived. */
  async roundTrip(): Promise<void> {
    this.socket.ping();
    await once(this.socket, 'pong');
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  private wake(): void {
    for (const resolve of this.waiters.splice(0)) resolve();
  }
}
