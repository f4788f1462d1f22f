import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { Logger } from '@nestjs/common';
import type { WebSocketServer } from 'ws';
import { CloseCode } from '../../../wire/protocol.js';
import { ConnectionLimits, type ConnectionLimitSettings } from '../../access/connection-limits.js';
import { parseHost } from '../../access/host.js';
import type { RequestPolicy } from '../../access/request-policy.js';
import { pathOfTarget } from '../../access/request-target.js';
import { requestsWebSocket } from '../../http/web-socket-upgrade.js';
import { pendingResponse } from '../../http/earlier-responses.js';
import { sendProblemOnSocket, problem } from '../../http/problems/problem-response.js';

/** Part of the WebSocket servers of a port, by their path. */
export type WebSocketServers = readonly Pick<WebSocketServer, 'handleUpgrade' | 'emit' | 'path'>[];

interface UpgradeProblem {
  readonly status: 400 | 403;
  readonly detail: string;
}

/** The error for a request to a WebSocket address that does not ask for a WebSocket. */
export const NOT_A_WEBSOCKET =
  'This address accepts only WebSocket connections. Send an HTTP/1.1 request with "Connection: Upgrade" and "Upgrade: websocket".';

/**
 * Decides which connections become WebSockets. An upgrade request reaches no route, so everything that applies to requests
 * is checked here: what is malformed gets 400, what the policy refuses 403, a path without a gateway 404.
 * Beyond the limits a WebSocket is closed as soon as it is open, with 1013, a code that pages can read.
 */
export class WebSocketUpgrades {
  private readonly logger = new Logger('WebSocket');
  private readonly limits: ConnectionLimits;

  constructor(
    private readonly policy: RequestPolicy,
    settings: ConnectionLimitSettings,
  ) {
    this.limits = new ConnectionLimits(settings);
  }

  /** Passes the connection to the server of its path, or answers why not. Never throws: nothing would catch it. */
  handle(request: IncomingMessage, head: Buffer, servers: WebSocketServers): void {
    const { socket } = request;
    if (socket.destroyed) return;
    // Node has taken its own listener away: without one, a connection that is reset would end the process.
    socket.on('error', () => {
      socket.destroy();
    });
    // Only on servers of gateways with a port of their own. Node no longer finishes the earlier answers there.
    if (pendingResponse(socket)) {
      socket.destroy();
      return;
    }
    const { url = '' } = request;
    const path = pathOfTarget(url);
    const refused = this.problemWith(request, path);
    if (refused) {
      sendProblemOnSocket(socket, problem(refused.status, refused.detail));
      return;
    }
    const server = servers.find((each) => each.path === path);
    if (!server) {
      sendProblemOnSocket(socket, problem(404, 'There is no WebSocket at this path; see /api/docs for what there is.'));
      return;
    }
    if (!requestsWebSocket(request)) {
      const fields = { Connection: 'close, Upgrade', Upgrade: 'websocket' };
      sendProblemOnSocket(socket, problem(426, NOT_A_WEBSOCKET), fields);
      return;
    }
    try {
      this.open(request, head, server);
    } catch (error) {
      this.logger.error('A WebSocket could not be opened', error);
      socket.destroy();
    }
  }

  /** What is wrong with the request itself, or with who sends it. */
  private problemWith(request: IncomingMessage, path: string | undefined): UpgradeProblem | undefined {
    const { url, headers, rawHeaders, socket } = request;
    if (path === undefined) {
      return { status: 400, detail: 'The target of the request is malformed: it must be a path like /ws/dashboard.' };
    }
    if (headers.host !== undefined && !parseHost(headers.host, 'http')) {
      return {
        status: 400,
        detail: 'The Host header is malformed: it must be a name or an address, with or without a port.',
      };
    }
    const encrypted = (socket as Partial<TLSSocket>).encrypted ?? false;
    return this.policy.checkUpgrade({ url, headers, rawHeaders, encrypted });
  }

  private open(request: IncomingMessage, head: Buffer, server: WebSocketServers[number]): void {
    const { socket } = request;
    const release = this.limits.admit(socket.remoteAddress);
    if (typeof release !== 'string') socket.once('close', release);
    server.handleUpgrade(request, socket, head, (webSocket) => {
      if (typeof release !== 'string') {
        server.emit('connection', webSocket, request);
        return;
      }
      webSocket.on('error', () => undefined);
      webSocket.close(CloseCode.Overloaded, release);
      // Waiting for the client's answer would keep open a connection beyond the limit.
      socket.destroySoon();
    });
  }
}
