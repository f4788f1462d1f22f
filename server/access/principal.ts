import type { IncomingMessage } from 'node:http';
import type { Role } from './role.js';

/** Who sends a request. Null: the sender may not use the server. */
export type Principal = {
  /** A stable id of the person or program. */
  readonly id: string;
  /** The name for people. */
  readonly name?: string | undefined;
  /** A `viewer` reads. An `editor` also writes. An `admin` also exports and imports everything. */
  readonly role: Role;
} | null;

/**
 * Decides who sends a request or opens a WebSocket. It gets Node's request, before its body is read. Cookies and headers are in
 * `request.headers`. If it throws, the request is answered with 500.
 */
export type Authorize = (request: IncomingMessage) => Principal | Promise<Principal>;
