import type { IncomingMessage } from 'node:http';
import { Problem } from '../common/errors/problem.js';
import type { Authorize, Principal } from './principal.js';

const ROLES: readonly unknown[] = ['viewer', 'editor', 'admin'];

/** Calls `authorize` of the application that embeds Boardcast, if it has one. */
export class Authorization {
  private readonly principals = new WeakMap<IncomingMessage, Principal>();

  constructor(private readonly authorize?: Authorize) {}

  /** Whether the application decides who may use the server. */
  get isDelegated(): boolean {
    return this.authorize !== undefined;
  }

  /**
   * Admits a request, or a WebSocket upgrade.
   * @throws Problem 401 if the sender may not use the server; the error of `authorize`
   */
  async admit(request: IncomingMessage): Promise<void> {
    const principal = (await this.authorize?.(request)) ?? null;
    if (principal === null) throw new Problem(401, 'You are not signed in. Sign in, then try again.');
    if (typeof principal.id !== 'string' || !ROLES.includes(principal.role)) {
      throw new TypeError("authorize must return null, or { id, role } with the role 'viewer', 'editor' or 'admin'.");
    }
    this.principals.set(request, principal);
  }

  /** Whether the sender of an admitted request may change data. */
  mayWrite(request: IncomingMessage): boolean {
    return this.principals.get(request)?.role !== 'viewer';
  }
}
