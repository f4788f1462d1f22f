import type { IncomingMessage } from 'node:http';

/** Who sends a request. Null: the sender may not use the server. */
export type Principal = {
  /** A stable id of the person or program. */
  readonly id: string;
  /** The name for people. */
  readonly name?: string | undefined;
  /** A `viewer` reads. An `editor` and an `admin` also write. */
  readonly role: 'viewer' | 'editor' | 'admin';
} | null;

/**
 * Decides who sends a request or opens a WebSocket. It gets Node's request, before its body is read. Cookies and headers are in
 * `request.headers`. If it throws, the request is answered with 500.
 */
export type Authorize = (request: IncomingMessage) => Principal | Promise<Principal>;
