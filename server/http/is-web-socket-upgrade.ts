import type { IncomingMessage } from 'node:http';
import { pendingResponse } from './earlier-responses.js';

/**
 * Whether a request is a WebSocket handshake. Any other `Upgrade` is ignored, and so is every `Upgrade` in HTTP/1.0 (RFC 9110,
 * section 7.8).
 */
export function requestsWebSocket({ method, headers, httpVersion }: IncomingMessage): boolean {
  const { connection = '', upgrade } = headers;
  return (
    method === 'GET' &&
    upgrade?.toLowerCase() === 'websocket' &&
    /\bupgrade\b/i.test(connection) &&
    httpVersion === '1.1'
  );
}

/**
 * Whether a request becomes a WebSocket instead of reaching a route. It does not if earlier requests on its connection are
 * unanswered: their responses come first (RFC 9112, section 9.3.2), and would otherwise be written among the WebSocket messages.
 */
export function isWebSocketUpgrade(request: IncomingMessage): boolean {
  return requestsWebSocket(request) && pendingResponse(request.socket) === undefined;
}
