import type { Server, Socket } from 'node:net';

/**
 * Returns the address of the other end of a connection; undefined for a Unix socket. Node forgets the address of a connection that
 * was reset, although its requests may still be handled. Such an address is returned as a text that is no address.
 */
export function remoteAddressOf(socket: Socket & { readonly server?: Server }): string | undefined {
  return socket.remoteAddress ?? (typeof socket.server?.address() === 'string' ? undefined : 'an unknown address');
}
