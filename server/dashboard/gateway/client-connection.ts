import type { WebSocket } from 'ws';
import { CloseCode, HEARTBEAT_GRACE_MS, HEARTBEAT_MS } from '../../../wire/protocol.js';
import type { ServerEvent, ServerMessages } from '../../../wire/messages.js';
import { Outbox } from './send-queue.js';

/** Messages a viewer may send at once, and how many more each second. */
const MESSAGE_BURST = 64;
const MESSAGES_PER_SECOND = 10;

/** Bad frames after which a viewer is let go. */
const BAD_FRAMES_ALLOWED = 2;

/** Without a subscription this long after opening a viewer is let go. */
const SUBSCRIBE_WITHIN_MS = 10_000;

/** A viewer whose network takes nothing for this long is let go. */
const STUCK_ALLOWED_MS = 15_000;

/** A viewer that does not answer a close is cut off after this long. */
const CLOSE_WITHIN_MS = 5_000;

const HEARTBEAT = serialize('heartbeat', {});

/** One connection to the gateway: what it watches, its manners, its pulse. Times are ms of the server's clock. */
export class Viewer {
  readonly boards = new Set<string>();
  readonly outbox: Outbox;
  private hasSubscribed = false;
  private badFrames = 0;
  private messagesLeft = MESSAGE_BURST;
  private lastMessageAt: number;
  private heartbeatAt: number;
  private awaitsPulse = false;
  private closingSince?: number;

  constructor(
    readonly socket: WebSocket,
    private readonly openedAt: number,
  ) {
    this.outbox = new Outbox(socket);
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

  subscribed(board: string): void {
    this.hasSubscribed = true;
    this.boards.add(board);
  }

  /** Any frame, pongs included: the viewer is there. */
  sawFrame(): void {
    this.awaitsPulse = false;
  }

  /** Counts a message against the rate limit (a token bucket). Returns whether it may pass. */
  takeMessage(now: number): boolean {
    const refill = ((now - this.lastMessageAt) / 1_000) * MESSAGES_PER_SECOND;
    this.messagesLeft = Math.min(MESSAGE_BURST, this.messagesLeft + refill);
    this.lastMessageAt = now;
    this.sawFrame();
    if (this.messagesLeft < 1) return false;
    this.messagesLeft -= 1;
    return true;
  }

  /** Counts a frame that is not of the protocol. Returns whether the viewer may stay. */
  forgiveBadFrame(): boolean {
    this.badFrames += 1;
    return this.badFrames <= BAD_FRAMES_ALLOWED;
  }

  /** The once-a-second look at a viewer: its heartbeat, and every reason to let it go. */
  check(now: number): void {
    if (!this.isOpen) {
      this.closingSince ??= now;
      if (now - this.closingSince >= CLOSE_WITHIN_MS) this.socket.terminate();
    } else if (this.awaitsPulse && now >= this.heartbeatAt - HEARTBEAT_MS + HEARTBEAT_GRACE_MS) {
      this.socket.terminate();
    } else if (!this.hasSubscribed && now - this.openedAt >= SUBSCRIBE_WITHIN_MS) {
      this.close(CloseCode.NoSubscription);
    } else if (this.outbox.flush(now) >= STUCK_ALLOWED_MS) {
      this.close(CloseCode.TooSlow);
    } else if (now >= this.heartbeatAt) {
      this.beat();
    }
  }

  private beat(): void {
    this.heartbeatAt += HEARTBEAT_MS;
    this.awaitsPulse = true;
    this.socket.ping();
    this.socket.send(HEARTBEAT, { binary: false });
  }
}

/** A message of the server as it goes over the wire. */
export function serialize<E extends ServerEvent>(event: E, data: ServerMessages[E]): Buffer {
  return Buffer.from(JSON.stringify({ event, data }));
}
