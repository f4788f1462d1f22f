import { type BeforeApplicationShutdown, HttpException, Logger, type OnModuleInit } from '@nestjs/common';
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
} from '../../../wire/messages.js';
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
import { Audience } from './subscription-registry.js';
import { type Notice, NotificationQueue } from '../notifications/notification-queue.js';
import { forEachInSlices } from '../../common/time/time-slices.js';
import { ActiveBoards } from '../snapshots/active-boards.js';
import { serialize, Viewer } from './client-connection.js';
import { StrayFrame } from './ws-adapter.js';

/** Viewers that all refetch at once without harm; more are asked to spread. */
const SPREAD_FROM_VIEWERS = 1_000;
const MAX_SPREAD_MS = 300;

/** How long the server waits for its viewers' goodbyes. */
const GOODBYE_MS = 2_000;

/**
 * Tells viewers that their boards changed: `changed` with a revision, never data. Nobody who writes waits for it, and
 * no viewer waits for another.
 */
@WebSocketGateway({ path: WEBSOCKET_PATH })
export class DashboardGateway
  implements OnGatewayConnection, OnGatewayDisconnect, OnModuleInit, BeforeApplicationShutdown
{
  private readonly logger = new Logger(DashboardGateway.name);
  private readonly audience: Audience;
  private readonly viewersBySocket = new Map<WebSocket, Viewer>();
  private readonly sent: Counter;
  private readonly strays: Counter<'code'>;
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
    this.audience = new Audience(activeBoards);
    this.sent = telemetry.counter('notices_sent_total', 'Notices given to single viewers');
    this.strays = telemetry.counter(
      'stray_frames_total',
      'Messages answered with an error, by its code, and sockets that broke the protocol (broken)',
      ['code'],
    );
    telemetry.gauge('connections', 'Open WebSocket connections', () => this.audience.viewers.size);
  }

  onModuleInit(): void {
    this.subscriptions = this.queue.notices$.subscribe((notice) => {
      this.inBackground(this.notify(notice));
    });
    this.subscriptions.add(
      this.activeBoards.gone$.subscribe(({ board, reason }) => {
        this.inBackground(this.dismiss(board, reason));
      }),
    );
    this.subscriptions.add(
      this.clock.every(1_000, () => {
        const now = this.clock.now();
        this.inBackground(
          forEachInSlices(this.audience.viewers, (viewer) => {
            viewer.check(now);
          }),
        );
      }),
    );
  }

  handleConnection(socket: WebSocket): void {
    const viewer = new Viewer(socket, this.clock.now());
    if (this.stopping) {
      viewer.close(CloseCode.Restart);
      return;
    }
    this.viewersBySocket.set(socket, viewer);
    this.audience.viewers.add(viewer);
    const seen = (): void => {
      viewer.sawFrame();
    };
    socket.on('ping', seen).on('pong', seen);
    socket.on('error', () => {
      this.strays.inc({ code: 'broken' });
    });
    const { epoch } = this.bus.position;
    viewer.send('hello', { protocol: PROTOCOL, epoch, heartbeatMs: HEARTBEAT_MS, maxBoards: MAX_BOARDS });
  }

  handleDisconnect(socket: WebSocket): void {
    const viewer = this.viewersBySocket.get(socket);
    if (!viewer) return;
    this.viewersBySocket.delete(socket);
    this.audience.leave(viewer);
  }

  /** `subscribe { id?, board }` -> `subscribed { id?, board, epoch, revision }` or `denied { id?, board, status }`. */
  @SubscribeMessage('subscribe')
  subscribe(@ConnectedSocket() socket: WebSocket, @MessageBody() body: unknown): void {
    this.receive('subscribe', socket, body, (viewer, { id, board }) => {
      if (viewer.boards.size >= MAX_BOARDS && !viewer.boards.has(board)) {
        const message = `A connection may watch ${MAX_BOARDS} boards: unsubscribe one, or open another connection.`;
        this.complain(viewer, 'too_many_boards', message, id);
        return;
      }
      try {
        viewer.send('subscribed', { id, board, ...this.audience.subscribe(viewer, board).position });
      } catch (error) {
        if (!(error instanceof HttpException)) throw error;
        viewer.send('denied', { id, board, status: error.getStatus() });
      }
    });
  }

  /** `unsubscribe { board }`; no answer. */
  @SubscribeMessage('unsubscribe')
  unsubscribe(@ConnectedSocket() socket: WebSocket, @MessageBody() body: unknown): void {
    this.receive('unsubscribe', socket, body, (viewer, { board }) => {
      this.audience.unsubscribe(viewer, board);
    });
  }

  /** `ping {}` -> `pong {}`. */
  @SubscribeMessage('ping')
  ping(@ConnectedSocket() socket: WebSocket, @MessageBody() body: unknown): void {
    this.receive('ping', socket, body, (viewer) => {
      viewer.send('pong', {});
    });
  }

  @SubscribeMessage(StrayFrame.Bad)
  badFrame(@ConnectedSocket() socket: WebSocket): void {
    const viewer = this.admit(socket);
    if (viewer) this.refuse(viewer, 'A message is a text frame of JSON: { "event": "…", "data": { … } }.');
  }

  @SubscribeMessage(StrayFrame.UnknownEvent)
  unknownEvent(@ConnectedSocket() socket: WebSocket, @MessageBody() event: string): void {
    const viewer = this.admit(socket);
    const known = Object.keys(clientMessageSchemas).join(', ');
    if (viewer) this.complain(viewer, 'unknown_event', `'${event.slice(0, 64)}' is none of ${known}.`);
  }

  /** Everyone is told to come back, and is given the time to be told. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.queue.flush();
    await Promise.all(this.background);
    const graceMs = Math.max(DEFAULT_GRACE_MS, this.audience.viewers.size);
    const goodbyes = [...this.audience.viewers].map(
      ({ socket }) => new Promise<number>((resolve) => socket.once('close', resolve)),
    );
    await forEachInSlices(this.audience.viewers, (viewer) => {
      viewer.send('drain', { graceMs });
      viewer.close(CloseCode.Restart);
    });
    await firstValueFrom(merge(Promise.all(goodbyes), this.clock.wait(GOODBYE_MS)));
    this.subscriptions?.unsubscribe();
  }

  /** A message of a known event: rate limit first, then its form, then what it asks for. */
  private receive<E extends ClientEvent>(
    event: E,
    socket: WebSocket,
    body: unknown,
    act: (viewer: Viewer, data: ClientData<E>) => void,
  ): void {
    const viewer = this.admit(socket);
    if (!viewer) return;
    const { success, data, error } = clientMessageSchemas[event].safeParse(body);
    if (success) {
      act(viewer, data as ClientData<E>);
    } else {
      this.refuse(viewer, `'${event}' has wrong data: ${firstErrorMessage(toInputErrors(error.issues))}`);
    }
  }

  /** The viewer, if it may still talk. */
  private admit(socket: WebSocket): Viewer | undefined {
    const viewer = this.viewersBySocket.get(socket);
    if (!viewer?.isOpen || viewer.takeMessage(this.clock.now())) return viewer?.isOpen ? viewer : undefined;
    this.complain(viewer, 'rate_limited', 'At most 10 messages a second, and 64 at once: reconnect and send fewer.');
    viewer.close(CloseCode.RateLimited);
    return undefined;
  }

  private refuse(viewer: Viewer, message: string): void {
    this.complain(viewer, 'bad_frame', message);
    if (!viewer.forgiveBadFrame()) viewer.close(CloseCode.BadFrames);
  }

  private complain(viewer: Viewer, code: ErrorCode, message: string, id?: ServerMessages['error']['id']): void {
    this.strays.inc({ code });
    viewer.send('error', { id, code, message });
  }

  private async notify({ board, epoch, revision }: Notice): Promise<void> {
    const viewers = this.audience.of(board);
    if (viewers.size === 0) return;
    const spreadMs = viewers.size < SPREAD_FROM_VIEWERS ? 0 : Math.min(MAX_SPREAD_MS, Math.round(viewers.size / 20));
    const message = serialize('changed', { board, epoch, revision, spreadMs });
    this.sent.inc(viewers.size);
    await forEachInSlices(viewers, (viewer) => {
      if (viewer.isOpen) viewer.outbox.offer(board, message);
    });
  }

  private async dismiss(board: string, reason: ServerMessages['gone']['reason']): Promise<void> {
    await forEachInSlices(this.audience.dismiss(board), (viewer) => {
      viewer.send('gone', { board, reason });
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
