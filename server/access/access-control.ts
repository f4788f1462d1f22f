import type { IncomingMessage } from 'node:http';
import type { Authorize } from './principal.js';
import { type Role, ROLES } from './role.js';

/** Finds out what the sender of a request or of a WebSocket upgrade may do. */
export class AccessControl {
  /** @param authorize the decision of the application that embeds Boardcast, if it decides who may use it */
  constructor(private readonly authorize?: Authorize) {}

  /** Whether an application that embeds Boardcast decides who may use it. */
  get isDelegated(): boolean {
    return this.authorize !== undefined;
  }

  /**
   * Returns the role of the sender; undefined if it may not use the server. Without accounts, everyone who can send requests is an
   * administrator. Rejects with the error of `authorize`.
   */
  roleOf(request: IncomingMessage): Role | Promise<Role | undefined> {
    return this.authorize ? this.delegate(request, this.authorize) : 'admin';
  }

  private async delegate(request: IncomingMessage, authorize: Authorize): Promise<Role | undefined> {
    // Applications without TypeScript may return undefined, too.
    const principal = (await authorize(request)) ?? null;
    if (principal === null) return undefined;
    const { id, role } = principal;
    if (typeof id !== 'string' || !ROLES.includes(role)) {
      throw new TypeError("authorize must return null, or { id, role } with the role 'viewer', 'editor' or 'admin'.");
    }
    return role;
  }
}
