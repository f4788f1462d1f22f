import {
  type BeforeApplicationShutdown,
  HttpException,
  Logger,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import {
  MessageBody,
  ConnectedSocket,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { Counter } from 'prom-client';
import { firstValueFrom, merge, type Subscription } from 'rxjs';
import type { WebSocket } from 'ws';
import {
  type ClientData,
  type ClientEvent,
  clientMessageSchemas,
  type ErrorCode,
  type ServerMessages,
} from '../../../wire/schemas/messages.js';
import {
  CloseCode,
  DEFAULT_GRACE_MS,
  HEARTBEAT_MS,
  MAX_BOARDS,
  PROTOCOL,
  WEBSOCKET_PATH,
} from '../../../wire/protocol.js';
import { Clock } from '../../common/time/clock.js';
import { Telemetry } from '../../common/telemetry.js';
import { firstErrorMessage, toInputErrors } from '../../common/validation/validate.js';
import { ChangeBus } from '../../change-bus/change-bus.js';
import { SubscriptionRegistry } from './subscription-registry.js';
import { type ChangeNotification, NotificationQueue } from '../notifications/notification-queue.js';
import { forEachInSlices } from '../../common/time/time-slices.js';
import { ActiveBoards } from '../snapshots/active-boards.js';
import { ClientConnection, MESSAGE_BURST, MESSAGES_PER_SECOND, serialize } from './client-connection.js';
import { InvalidMessage } from './ws-adapter.js';

/** More connections of one board than this are asked to spread their requests. */
const MIN_SPREAD_CONNECTIONS = 1_000;
const MAX_SPREAD_MS = 300;

/** How long the server waits at shutdown for its connections to close. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Notifies clients that their boards changed: `changed` with a revision, without data. Writers never wait for it, and no
 * client waits for another.
 */
@WebSocketGateway({ path: WEBSOCKET_PATH })
export class DashboardGateway
  implements OnGatewayConnection, OnGatewayDisconnect, OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly logger = new Logger(DashboardGateway.name);
  private readonly registry: SubscriptionRegistry;
  private readonly sent: Counter;
  private readonly invalidMessages: Counter<'code'>;
  private readonly background = new Set<Promise<unknown>>();
  private subscriptions?: Subscription;
  private stopping = false;

  constructor(
    private readonly queue: NotificationQueue,
    private readonly activeBoards: ActiveBoards,
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    this.registry = new SubscriptionRegistry(activeBoards);
    this.sent = telemetry.counter('notifications_sent_total', 'Change notifications sent, counted per connection');
    this.invalidMessages = telemetry.counter(
      'invalid_messages_total',
      'Messages answered with an error, by its code, and sockets that violated the WebSocket protocol (broken)',
      ['code'],
    );
    telemetry.gauge('connections', 'Open WebSocket connections', () => this.registry.connections.size);
  }

  onModuleInit(): void {
    this.subscriptions = this.queue.notifications$.subscribe((notification) => {
      this.inBackground(this.notify(notification));
    });
    this.subscriptions.add(
      this.activeBoards.deleted$.subscribe(({ board, reason }) => {
        this.inBackground(this.notifyDeleted(board, reason));
      }),
    );
    this.subscriptions.add(
      this.clock.every(1_000, () => {
        const now = this.clock.now();
        this.inBackground(
          forEachInSlices(this.registry.connections.values(), (connection) => {
            connection.check(now);
          }),
        );
      }),
    );
  }

  handleConnection(socket: WebSocket): void {
    const connection = new ClientConnection(socket, this.clock.now());
    if (this.stopping) {
      connection.close(CloseCode.Restart);
      return;
    }
    this.registry.addConnection(connection);
    const markAlive = (): void => {
      connection.markAlive();
    };
    socket.on('ping', markAlive).on('pong', markAlive);
    socket.on('error', () => {
      this.invalidMessages.inc({ code: 'broken' });
    });
    const { epoch } = this.bus.position;
    connection.send('hello', { protocol: PROTOCOL, epoch, heartbeatMs: HEARTBEAT_MS, maxBoards: MAX_BOARDS });
  }

  handleDisconnect(socket: WebSocket): void {
    this.registry.removeConnection(socket);
  }

  /** `subscribe { id?, board }` -> `subscribed { id?, board, epoch, revision }` or `denied { id?, board, status }`. */
  @SubscribeMessage('subscribe')
  subscribe(@ConnectedSocket() socket: WebSocket, @MessageBody() body: unknown): void {
    this.receive('subscribe', socket, body, (connection, { id, board }) => {
      if (connection.boards.size >= MAX_BOARDS && !connection.boards.has(board)) {
        const message = `A connection may subscribe to ${MAX_BOARDS} boards. Unsubscribe from one, or open another connection.`;
        this.sendError(connection, 'too_many_boards', message, id);
        return;
      }
      try {
        connection.send('subscribed', { id, board, ...this.registry.subscribe(connection, board).position });
      } catch (error) {
        if (!(error instanceof HttpException)) throw error;
        connection.send('denied', { id, board, status: error.getStatus() });
      }
    });
  }

  /** `unsubscribe { board }`; no reply. */
  @SubscribeMessage('unsubscribe')
  unsubscribe(@ConnectedSocket() socket: WebSocket, @MessageBody() body: unknown): void {
    this.receive('unsubscribe', socket, body, (connection, { board }) => {
      this.registry.unsubscribe(connection, board);
    });
  }

  /** `ping {}` -> `pong {}`. */
  @SubscribeMessage('ping')
  ping(@ConnectedSocket() socket: WebSocket, @MessageBody() body: unknown): void {
    this.receive('ping', socket, body, (connection) => {
      connection.send('pong', {});
    });
  }

  @SubscribeMessage(InvalidMessage.Malformed)
  invalidMessage(@ConnectedSocket() socket: WebSocket): void {
    const connection = this.connectionOf(socket);
    if (connection)
      this.rejectMessage(
        connection,
        'The message is invalid. Send a text message with JSON: { "event": "…", "data": { … } }.',
      );
  }

  @SubscribeMessage(InvalidMessage.UnknownEvent)
  unknownEvent(@ConnectedSocket() socket: WebSocket, @MessageBody() event: string): void {
    const connection = this.connectionOf(socket);
    const known = Object.keys(clientMessageSchemas).join(', ');
    if (connection)
      this.sendError(connection, 'unknown_event', `There is no event '${event.slice(0, 64)}'. Send one of ${known}.`);
  }

  /** Tells all clients to reconnect, and waits until their connections are closed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.queue.flush();
    await Promise.all(this.background);
    const graceMs = Math.max(DEFAULT_GRACE_MS, this.registry.connections.size);
    const closed = [...this.registry.connections.keys()].map(
      (socket) => new Promise<number>((resolve) => socket.once('close', resolve)),
    );
    await forEachInSlices(this.registry.connections.values(), (connection) => {
      connection.send('drain', { graceMs });
      connection.close(CloseCode.Restart);
    });
    await firstValueFrom(merge(Promise.all(closed), this.clock.wait(CLOSE_TIMEOUT_MS)));
    this.subscriptions?.unsubscribe();
  }

  /** Runs last: until then, running requests must not be answered with data that they have just changed. */
  onApplicationShutdown(): void {
    this.queue.close();
  }

  /** Handles a message of a known event: checks the rate limit, then its data, then calls the handler. */
  private receive<E extends ClientEvent>(
    event: E,
    socket: WebSocket,
    body: unknown,
    handle: (connection: ClientConnection, data: ClientData<E>) => void,
  ): void {
    const connection = this.connectionOf(socket);
    if (!connection) return;
    const { success, data, error } = clientMessageSchemas[event].safeParse(body);
    if (success) {
      handle(connection, data as ClientData<E>);
    } else {
      this.rejectMessage(
        connection,
        `The data of '${event}' is invalid: ${firstErrorMessage(toInputErrors(error.issues))}`,
      );
    }
  }

  /** The connection of the socket, if it is open and within the rate limit. */
  private connectionOf(socket: WebSocket): ClientConnection | undefined {
    const connection = this.registry.connections.get(socket);
    if (!connection?.isOpen) return undefined;
    if (connection.consumeMessageQuota(this.clock.now())) return connection;
    this.sendError(
      connection,
      'rate_limited',
      `The limit is ${MESSAGES_PER_SECOND} messages a second, and ${MESSAGE_BURST} at once. Reconnect and send fewer messages.`,
    );
    connection.close(CloseCode.RateLimited);
    return undefined;
  }

  private rejectMessage(connection: ClientConnection, message: string): void {
    this.sendError(connection, 'bad_frame', message);
    if (!connection.countInvalidMessage()) connection.close(CloseCode.BadFrames);
  }

  private sendError(
    connection: ClientConnection,
    code: ErrorCode,
    message: string,
    id?: ServerMessages['error']['id'],
  ): void {
    this.invalidMessages.inc({ code });
    connection.send('error', { id, code, message });
  }

  private async notify({ board, epoch, revision }: ChangeNotification): Promise<void> {
    const subscribers = this.registry.subscribersOf(board);
    if (subscribers.size === 0) return;
    const spreadMs =
      subscribers.size < MIN_SPREAD_CONNECTIONS ? 0 : Math.min(MAX_SPREAD_MS, Math.round(subscribers.size / 20));
    const message = serialize('changed', { board, epoch, revision, spreadMs });
    this.sent.inc(subscribers.size);
    await forEachInSlices(subscribers, (connection) => {
      if (connection.isOpen) connection.sendQueue.enqueue(board, message);
    });
  }

  private async notifyDeleted(board: string, reason: ServerMessages['gone']['reason']): Promise<void> {
    await forEachInSlices(this.registry.removeBoard(board), (connection) => {
      connection.send('gone', { board, reason });
    });
  }

  private inBackground(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => {
        this.logger.error(error);
      })
      .finally(() => this.background.delete(done));
    this.background.add(done);
  }
}
