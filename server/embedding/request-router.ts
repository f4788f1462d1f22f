import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WEBSOCKET_PATH } from '../../wire/protocol.js';
import { pathOfTarget, withoutPrefix } from '../access/request-target.js';
import { hasNoRequestTimeout } from '../http/bodies/request-bodies.js';
import { isWebSocketUpgrade } from '../http/is-web-socket-upgrade.js';

/** How long running requests may take while the application stops. */
const MAX_DRAIN_MS = 5_000;

type Emit = (event: string | symbol, ...args: unknown[]) => boolean;

/** Node's server, with a part that its types lack. Servers of HTTP/2 do not have it. */
export type HttpServer = Server & { shouldUpgradeCallback?: (request: IncomingMessage) => boolean };

/** The target as it was sent, as Express and Fastify name it. */
type RoutedRequest = IncomingMessage & { originalUrl?: string };

/**
 * Passes requests and WebSocket upgrades below a prefix from the application's server to Boardcast's server, which does not listen.
 * It does so before the application's framework sees them: its middleware, body parsers, guards and routes are for its own requests.
 */
export class RequestRouter {
  private readonly emitToApplication: Emit;
  private readonly running = new Set<ServerResponse>();
  /** Connections that became WebSockets, or wait for it. */
  private readonly upgraded = new Set<Duplex>();
  /** Requests below the prefix that belong to the application, because Boardcast has no route for them. */
  private readonly returned = new WeakSet<IncomingMessage>();
  private isDraining = false;

  /** @param prefix without a slash at its end; empty to forward all requests, see `returnToApplication` */
  constructor(
    private readonly application: HttpServer,
    private readonly boardcast: Server,
    private readonly prefix: string,
  ) {
    this.emitToApplication = application.emit.bind(application) as Emit;
  }

  start(): void {
    const { application } = this;
    const decideUpgrade = application.shouldUpgradeCallback?.bind(application);
    // Node asks only a server with a listener. For other paths, the listener must not count.
    application.on('upgrade', () => undefined);
    application.shouldUpgradeCallback = (request) =>
      this.ownsUpgrade(request)
        ? isWebSocketUpgrade(request)
        : application.listenerCount('upgrade') > 1 && decideUpgrade?.(request) !== false;
    application.emit = ((event: string, ...args: unknown[]) =>
      this.handle(event, args) || this.emitToApplication(event, ...args)) as Server['emit'];
  }

  /** Whether a request belongs to Boardcast, and was not returned to the application. */
  accepts(request: IncomingMessage): boolean {
    return !this.returned.has(request) && this.owns(request);
  }

  /** Answers a request that belongs to Boardcast. */
  receive(request: IncomingMessage, response: ServerResponse): void {
    this.track(response);
    this.forward('request', request, response);
  }

  /** Lets the application answer a request, because Boardcast has no route for it. */
  returnToApplication(request: IncomingMessage, response: ServerResponse): void {
    this.running.delete(response);
    this.returned.add(request);
    this.emitToApplication('request', request, response);
  }

  /**
   * Closes connections when they are no longer needed, so that the application's server can close. What is still running after 5 s
   * is ended.
   */
  drain(): void {
    this.isDraining = true;
    for (const response of this.running) response.shouldKeepAlive = false;
    setTimeout(() => {
      for (const { req } of this.running) req.destroy();
      for (const socket of this.upgraded) socket.destroy();
    }, MAX_DRAIN_MS).unref();
  }

  /** Returns whether the event was handled here. */
  private handle(event: string, args: unknown[]): boolean {
    const [first, second] = args;
    switch (event) {
      case 'checkContinue':
      case 'request': {
        const [request, response] = [first as RoutedRequest, second as ServerResponse];
        if (!this.owns(request)) return false;
        if (event === 'checkContinue') response.writeContinue();
        this.receive(request, response);
        return true;
      }
      case 'upgrade': {
        const [request, ...rest] = args as [RoutedRequest, ...unknown[]];
        if (!this.ownsUpgrade(request)) return false;
        this.upgraded.add(request.socket);
        request.socket.once('close', () => this.upgraded.delete(request.socket));
        this.forward('upgrade', request, ...rest);
        return true;
      }
      case 'clientError':
        // The body of an import may take longer than the application's limit for requests.
        return isRequestTimeout(first) && hasNoRequestTimeout(second as Socket);
      default:
        return false;
    }
  }

  private owns({ url = '' }: IncomingMessage): boolean {
    return this.prefix === '' || withoutPrefix(url, this.prefix) !== undefined;
  }

  private ownsUpgrade(request: IncomingMessage): boolean {
    return this.prefix === '' ? pathOfTarget(request.url ?? '') === WEBSOCKET_PATH : this.owns(request);
  }

  private track(response: ServerResponse): void {
    this.running.add(response);
    if (this.isDraining) response.shouldKeepAlive = false;
    response.once('close', () => this.running.delete(response));
  }

  private forward(event: string, request: RoutedRequest, ...rest: unknown[]): void {
    if (this.prefix !== '') {
      request.originalUrl = request.url;
      request.url = withoutPrefix(request.url ?? '', this.prefix);
    }
    (this.boardcast.emit as Emit)(event, request, ...rest);
  }
}

function isRequestTimeout(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_HTTP_REQUEST_TIMEOUT';
}
