import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** The part of a request or a WebSocket upgrade that the request policy reads. */
export interface CheckedRequest {
  /** The request target as sent. */
  readonly url?: string | undefined;
  /** Header names are lowercase. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Header names and values alternating, as sent. They contain a second `Host`, which Node drops from `headers`. */
  readonly rawHeaders?: readonly string[];
  /** Whether the connection itself is TLS. */
  readonly encrypted?: boolean;
  /** The remote address of the connection; undefined for a Unix socket. */
  readonly remoteAddress?: string | undefined;
}

export function checkedRequestOf({ url, headers, rawHeaders, socket }: IncomingMessage): CheckedRequest {
  const { encrypted = false } = socket as Partial<TLSSocket>;
  return { url, headers, rawHeaders, encrypted, remoteAddress: remoteAddressOf(socket) };
}

/**
 * Returns the remote address of a connection; undefined for a Unix socket. Node forgets the address of a connection that
 * was reset, although its requests may still be handled. Such an address is returned as a text that is no address.
 */
function remoteAddressOf(socket: Socket & { readonly server?: Server }): string | undefined {
  return socket.remoteAddress ?? (typeof socket.server?.address() === 'string' ? undefined : 'an unknown address');
}
