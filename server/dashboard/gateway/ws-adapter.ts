import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { WsMessageHandler } from '@nestjs/common';
import { EMPTY, type Observable } from 'rxjs';
import type { RawData, ServerOptions, WebSocket, WebSocketServer } from 'ws';
import type { AccessControl } from '../../access/access-control.js';
import type { RequestPolicy } from '../../access/request-policy.js';
import { checkedRequestOf } from '../../http/checked-request.js';
import { UpgradeHandler, type UpgradeSettings, type WebSocketServers } from './upgrade-handler.js';

/** Events for messages without a handler. Clients cannot send these names, so a gateway can subscribe to them. */
export const InvalidMessage = {
  /** A message that is not text, not JSON, or has no `event`. */
  Malformed: '#bad-frame',
  /** An event without a handler. Its data is the name of the event. */
  UnknownEvent: '#unknown-event',
} as const;

/** The largest message that a client may send. For a larger one, ws closes the connection with 1009. */
const MAX_MESSAGE_BYTES = 4 * 1_024;

type VerifyClient = (
  info: { req: IncomingMessage; secure: boolean },
  answer: (accepted: boolean, status?: number, message?: string, headers?: Record<string, string>) => void,
) => void;

/**
 * Nest's `ws` adapter with protection against untrusted clients: `UpgradeHandler` decides about upgrades instead of Nest's
 * listener, the size of messages is limited, and a message without a handler is passed to the gateway. It serves all
 * gateways of an application.
 */
export class DashboardWsAdapter extends WsAdapter {
  private readonly upgrades: UpgradeHandler;
  private readonly stopListening: (() => void)[] = [];

  constructor(
    app: INestApplicationContext,
    private readonly policy: RequestPolicy,
    access: AccessControl,
    settings: UpgradeSettings,
  ) {
    super(app);
    this.upgrades = new UpgradeHandler(policy, access, settings);
  }

  override create(
    port: number,
    options: ServerOptions & { namespace?: string; server?: unknown; path?: string },
  ): unknown {
    // Only if a gateway has its own port and no path, `ws` receives the upgrades by itself.
    const isOwnServer = port !== 0 && options.path === undefined;
    return super.create(port, {
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      ...options,
      ...(isOwnServer && { verifyClient: this.verifyClient }),
    });
  }

  /** Protocol errors of clients are logged at debug level; the gateway counts them. */
  override bindErrorHandler(server: WebSocketServer): WebSocketServer {
    server.on('connection', (socket) => {
      socket.on('error', (error) => {
        this.logger.debug(`A WebSocket was closed because of an error: ${error.message}`);
      });
    });
    server.on('error', (error) => {
      this.logger.error(error);
    });
    return server;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    for (const stop of this.stopListening.splice(0)) stop();
  }

  /** Listens for upgrades once per port, instead of Nest's own listener. */
  protected override ensureHttpServerExists(port: number, httpServer: Server = createServer()): Server | undefined {
    if (this.httpServersRegistry.has(port)) return undefined;
    this.httpServersRegistry.set(port, httpServer);
    const listener = (request: IncomingMessage, _socket: Duplex, head: Buffer): void => {
      this.upgrades.handle(request, head, (this.wsServersRegistry.get(port) ?? []) as WebSocketServers);
    };
    httpServer.on('upgrade', listener);
    this.stopListening.push(() => httpServer.off('upgrade', listener));
    return httpServer;
  }

  private readonly verifyClient: VerifyClient = ({ req }, answer) => {
    const rejection = this.policy.checkUpgrade(checkedRequestOf(req));
    // The message contains parts of the request, so browsers must not read it as HTML.
    answer(!rejection, rejection?.status, rejection?.detail, { 'content-type': 'text/plain; charset=utf-8' });
  };

  override bindMessageHandlers(
    client: WebSocket,
    handlers: WsMessageHandler[],
    transform: (data: unknown) => Observable<unknown>,
  ): void {
    const byEvent = new Map<string, WsMessageHandler>(handlers.map((handler) => [handler.message, handler]));

    const dispatch = (event: string, data: unknown): Observable<unknown> => {
      const handler = byEvent.get(event);
      return handler ? transform(handler.callback(data, event)) : EMPTY;
    };

    client.on('message', (data: RawData, isBinary: boolean) => {
      if (client.readyState !== client.OPEN) return;
      const message = isBinary ? undefined : parseMessage(data);
      let answers: Observable<unknown>;
      if (!message) answers = dispatch(InvalidMessage.Malformed, undefined);
      else if (message.event.startsWith('#') || !byEvent.has(message.event)) {
        answers = dispatch(InvalidMessage.UnknownEvent, message.event);
      } else answers = dispatch(message.event, message.data);

      answers.subscribe({
        next: (answer) => {
          if (answer !== undefined && client.readyState === client.OPEN) client.send(JSON.stringify(answer));
        },
        error: (error: unknown) => {
          this.logger.error(error);
        },
      });
    });
  }
}

function parseMessage(data: RawData): { event: string; data: unknown } | undefined {
  try {
    const message: unknown = JSON.parse((data as Buffer).toString());
    if (typeof message !== 'object' || message === null || !('event' in message)) return undefined;
    const { event } = message;
    return typeof event === 'string' ? { event, data: 'data' in message ? message.data : undefined } : undefined;
  } catch {
    return undefined;
  }
}
