import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { InputError, ProblemDocument } from '../../../wire/schemas/problem-schema.js';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Creates a problem document (RFC 9457). */
export function problem(status: number, detail: string, errors?: readonly InputError[]): ProblemDocument {
  const title = STATUS_CODES[status] ?? 'Error';
  return { status, title, detail, ...(errors && { errors: [...errors] }) };
}

/**
 * Sends a problem document on a socket without a response object: for a rejected upgrade, or a request that is not valid HTTP. Then
 * closes the connection. The socket must have an `error` listener, because clients may reset the connection at any moment.
 *
 * @param headers additional headers of the response, by name
 */
export function sendProblemOnSocket(
  socket: Duplex & { destroySoon?: () => void },
  { status, title, ...rest }: ProblemDocument,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (socket.writable) {
    const body = JSON.stringify({ status, title, ...rest });
    const fields = {
      'Content-Type': PROBLEM_TYPE,
      'Content-Length': String(Buffer.byteLength(body)),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      Connection: 'close',
      ...headers,
    };
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 ${status} ${title}\r\n${lines.join('')}\r\n${body}`);
  }
  if (socket.destroySoon) socket.destroySoon();
  else socket.destroy();
}
