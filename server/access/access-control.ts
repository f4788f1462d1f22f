import type { IncomingMessage } from 'node:http';
import { ANYONE, type Caller, LOCAL, ROLES } from './caller.js';
import type { Authorize } from './principal.js';

/** Finds out who sends a request or opens a WebSocket. */
export class AccessControl {
  private readonly callers = new WeakMap<IncomingMessage, Caller>();

  /** @param authorize the decision of the application that embeds Boardcast, if it decides who may use it */
  constructor(private readonly authorize?: Authorize) {}

  /** Whether an application that embeds Boardcast decides who may use it. */
  get isDelegated(): boolean {
    return this.authorize !== undefined;
  }

  /** Identifies the caller of a request or of a WebSocket upgrade. Rejects with the error of `authorize`. */
  identify(request: IncomingMessage): Caller | Promise<Caller> {
    if (this.authorize) return this.delegate(request, this.authorize);
    return LOCAL;
  }

  /** Returns the caller of a request that was identified. */
  callerOf(request: IncomingMessage): Caller {
    return this.authorize ? (this.callers.get(request) ?? ANYONE) : LOCAL;
  }

  private async delegate(request: IncomingMessage, authorize: Authorize): Promise<Caller> {
    const principal = await authorize(request);
    if (principal === null) return ANYONE;
    const { id, role, name = id } = principal;
    if (typeof id !== 'string' || !ROLES.includes(role)) {
      throw new TypeError("authorize must return null, or { id, role } with the role 'viewer', 'editor' or 'admin'.");
    }
    const caller: Caller = { kind: 'application', id, name, role, ...(role !== 'viewer' && { pushPrefix: '' }) };
    this.callers.set(request, caller);
    return caller;
  }
}
