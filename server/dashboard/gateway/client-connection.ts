import type { WebSocket } from 'ws';
import { CloseCode, HEARTBEAT_GRACE_MS, HEARTBEAT_MS } from '../../../wire/protocol.js';
import type { ServerEvent, ServerMessages } from '../../../wire/schemas/messages.js';
import { SendQueue } from './send-queue.js';

/** Messages that a client may send at once, and how many more each second. */
export const MESSAGE_BURST = 64;
export const MESSAGES_PER_SECOND = 10;

/** A connection is closed after more invalid messages than this. */
const MAX_INVALID_MESSAGES = 2;

/** A connection without a subscription is closed after this long. */
const SUBSCRIBE_TIMEOUT_MS = 10_000;

/** A connection whose network accepts nothing for this long is closed. */
const SEND_TIMEOUT_MS = 15_000;

/** A socket is terminated if the client does not answer a close within this time. */
const CLOSE_TIMEOUT_MS = 5_000;

const HEARTBEAT = serialize('heartbeat', {});

/** One connection to the gateway: its subscriptions, its rate limit and its heartbeat. Times are ms of the server's clock. */
export class ClientConnection {
  readonly boards = new Set<string>();
  readonly sendQueue: SendQueue;
  private hasSubscribed = false;
  private invalidMessages = 0;
  private messagesLeft = MESSAGE_BURST;
  private lastMessageAt: number;
  private heartbeatAt: number;
  private awaitsPong = false;
  private closingSince?: number;

  constructor(
    readonly socket: WebSocket,
    private readonly openedAt: number,
  ) {
    this.sendQueue = new SendQueue(socket);
    this.lastMessageAt = openedAt;
    this.heartbeatAt = openedAt + HEARTBEAT_MS;
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  send<E extends ServerEvent>(event: E, data: ServerMessages[E]): void {
    if (this.isOpen) this.socket.send(serialize(event, data), { binary: false });
  }

  close(code: CloseCode): void {
    this.socket.close(code);
  }

  /** Records a subscription. */
  addBoard(board: string): void {
    this.hasSubscribed = true;
    this.boards.add(board);
  }

  /** The client sent a message or a pong. */
  markAlive(): void {
    this.awaitsPong = false;
  }

  /** Counts a message against the rate limit, a token bucket. Returns whether the message is within the limit. */
  consumeMessageQuota(now: number): boolean {
    const refill = ((now - this.lastMessageAt) / 1_000) * MESSAGES_PER_SECOND;
    this.messagesLeft = Math.min(MESSAGE_BURST, this.messagesLeft + refill);
    this.lastMessageAt = now;
    this.markAlive();
    if (this.messagesLeft < 1) return false;
    this.messagesLeft -= 1;
    return true;
  }

  /** Counts a message that violates the protocol. Returns whether the connection may stay open. */
  countInvalidMessage(): boolean {
    this.invalidMessages += 1;
    return this.invalidMessages <= MAX_INVALID_MESSAGES;
  }

  /** Runs once a second: sends the heartbeat, and closes the connection if a timeout has passed. */
  check(now: number): void {
    if (!this.isOpen) {
      this.closingSince ??= now;
      if (now - this.closingSince >= CLOSE_TIMEOUT_MS) this.socket.terminate();
    } else if (this.awaitsPong && now >= this.heartbeatAt - HEARTBEAT_MS + HEARTBEAT_GRACE_MS) {
      this.socket.terminate();
    } else if (!this.hasSubscribed && now - this.openedAt >= SUBSCRIBE_TIMEOUT_MS) {
      this.close(CloseCode.NoSubscription);
    } else if (this.sendQueue.flush(now) >= SEND_TIMEOUT_MS) {
      this.close(CloseCode.TooSlow);
    } else if (now >= this.heartbeatAt) {
      this.sendHeartbeat();
    }
  }

  private sendHeartbeat(): void {
    this.heartbeatAt += HEARTBEAT_MS;
    this.awaitsPong = true;
    this.socket.ping();
    this.socket.send(HEARTBEAT, { binary: false });
  }
}

/** Serializes a message of the server. */
export function serialize<E extends ServerEvent>(event: E, data: ServerMessages[E]): Buffer {
  return Buffer.from(JSON.stringify({ event, data }));
}
