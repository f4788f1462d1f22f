import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import type { WebSocketServer } from 'ws';
import { CloseCode } from '../../../wire/protocol.js';
import type { Settings } from '../../config/settings.js';
import type { AccessControl } from '../../access/access-control.js';
import { rejectionOf } from '../../access/access-rule.js';
import { ConnectionLimits, type ConnectionLimitSettings } from '../../access/connection-limits.js';
import { parseHost } from '../../access/host.js';
import type { RequestPolicy } from '../../access/request-policy.js';
import type { Role } from '../../access/role.js';
import { pathOfTarget } from '../../access/request-target.js';
import { requestsWebSocket } from '../../http/is-web-socket-upgrade.js';
import { checkedRequestOf } from '../../http/checked-request.js';
import { pendingResponse } from '../../http/earlier-responses.js';
import { problemDocument } from '../../http/problems/problem-document.js';
import { sendProblemOnSocket, problem } from '../../http/problems/problem-response.js';

/** Part of the WebSocket servers of a port, by their path. */
export type WebSocketServers = readonly Pick<WebSocketServer, 'handleUpgrade' | 'emit' | 'path'>[];

/** The settings that decide about upgrades. */
export type UpgradeSettings = ConnectionLimitSettings & Pick<Settings, 'prefix' | 'parts'>;

/** What a connection becomes a WebSocket with, and why it exceeds a limit. */
type OpenArguments = [head: Buffer, server: WebSocketServers[number], problemOfLimit: string | undefined];

interface UpgradeProblem {
  readonly status: number;
  readonly detail: string;
}

/** The error for a request to a WebSocket path without a WebSocket handshake. */
export const NOT_A_WEBSOCKET =
  'This path accepts only WebSocket connections. Send an HTTP/1.1 request with "Connection: Upgrade" and "Upgrade: websocket".';

/**
 * Decides which connections become WebSockets. An upgrade request reaches no route, so it is checked here: a malformed request
 * is answered with 400, a request that the policy rejects with 403, a path without a gateway with 404, and a sender without access
 * with 401. A WebSocket beyond the limits is closed with 1013 as soon as it is open, because pages can read the code.
 */
export class UpgradeHandler {
  private readonly logger = new Logger('WebSocket');
  private readonly limits: ConnectionLimits;

  constructor(
    private readonly policy: RequestPolicy,
    private readonly access: AccessControl,
    private readonly settings: UpgradeSettings,
  ) {
    this.limits = new ConnectionLimits(settings);
  }

  /** Passes the connection to the WebSocket server of its path, or answers with an error. It never throws, because nothing would catch it. */
  handle(request: IncomingMessage, head: Buffer, servers: WebSocketServers): void {
    const { socket } = request;
    if (socket.destroyed) return;
    // Node has removed its own listener. Without a listener, a reset of the connection would end the process.
    socket.on('error', () => {
      socket.destroy();
    });
    // This occurs only for gateways with their own port, where Node does not finish the earlier responses.
    if (pendingResponse(socket)) {
      socket.destroy();
      return;
    }
    const { url = '' } = request;
    const path = pathOfTarget(url);
    const rejection = this.problemWith(request, path);
    if (rejection) {
      sendProblemOnSocket(socket, problem(rejection.status, rejection.detail));
      return;
    }
    const { parts, prefix } = this.settings;
    const server = parts.api ? servers.find((each) => each.path === path) : undefined;
    if (!server) {
      const detail = `There is no WebSocket at this path. All paths are listed at ${prefix}/api/docs.`;
      sendProblemOnSocket(socket, problem(404, detail));
      return;
    }
    if (!requestsWebSocket(request)) {
      const fields = { Connection: 'close, Upgrade', Upgrade: 'websocket' };
      sendProblemOnSocket(socket, problem(426, NOT_A_WEBSOCKET), fields);
      return;
    }
    const release = this.limits.admit(socket.remoteAddress);
    if (typeof release !== 'string') socket.once('close', release);
    const problemOfLimit = typeof release === 'string' ? release : undefined;
    const role = this.access.roleOf(request);
    if (role instanceof Promise) void this.openWhenKnown(role, request, head, server, problemOfLimit);
    else this.openIfAllowed(role, request, head, server, problemOfLimit);
  }

  private async openWhenKnown(
    role: Promise<Role | undefined>,
    request: IncomingMessage,
    ...rest: OpenArguments
  ): Promise<void> {
    try {
      this.openIfAllowed(await role, request, ...rest);
    } catch (error) {
      const document = problemDocument(error);
      if (document.status >= 500) this.logger.error('A WebSocket could not be authorized', error);
      sendProblemOnSocket(request.socket, document);
    }
  }

  /** A WebSocket tells when boards change. */
  private openIfAllowed(role: Role | undefined, request: IncomingMessage, ...rest: OpenArguments): void {
    const rejection = rejectionOf(role, 'any board');
    if (rejection) sendProblemOnSocket(request.socket, problemDocument(rejection));
    else if (!request.socket.destroyed) this.open(request, ...rest);
  }

  /** Returns the error of a malformed request or of the request policy. */
  private problemWith(request: IncomingMessage, path: string | undefined): UpgradeProblem | undefined {
    const { headers } = request;
    if (path === undefined) {
      return { status: 400, detail: 'The target of the request is malformed. Send a path like /ws/dashboard.' };
    }
    if (headers.host !== undefined && !parseHost(headers.host, 'http')) {
      return {
        status: 400,
        detail: 'The Host header is malformed. Send a name or an address, with or without a port.',
      };
    }
    return this.policy.checkUpgrade(checkedRequestOf(request));
  }

  private open(request: IncomingMessage, ...rest: OpenArguments): void {
    try {
      this.upgrade(request, ...rest);
    } catch (error) {
      this.logger.error('A WebSocket could not be opened', error);
      request.socket.destroy();
    }
  }

  private upgrade(request: IncomingMessage, ...[head, server, problemOfLimit]: OpenArguments): void {
    const { socket } = request;
    server.handleUpgrade(request, socket, head, (webSocket) => {
      if (problemOfLimit === undefined) {
        server.emit('connection', webSocket, request);
        return;
      }
      webSocket.on('error', () => undefined);
      webSocket.close(CloseCode.Overloaded, problemOfLimit);
      // Waiting for the client's close frame would keep a connection beyond the limit open.
      socket.destroySoon();
    });
  }
}
