import { Problem } from '../common/errors/problem.js';
import { boardNotFound } from '../common/errors/board-not-found.js';
import type { AccessRule } from '../http/requires.decorator.js';
import { type Caller, includesRole, permissionOn, type Role, seesBoards } from './caller.js';

/** Routes without a rule are for administrators only. */
export const DEFAULT_RULE: AccessRule = 'admin';

/** A request, as far as rules read it. */
export interface RuledRequest {
  /** The parameter `slug` of the route. */
  readonly slug: string;
  /** Whether an application that embeds Boardcast decides who may use it. */
  readonly isDelegated: boolean;
}

/**
 * Returns why a caller may not call a route; undefined if they may. Who may not know of a board gets the same answer as for a board
 * that does not exist.
 */
export function rejectionOf(
  caller: Caller,
  rule: AccessRule,
  { slug, isDelegated }: RuledRequest,
): Problem | undefined {
  switch (rule) {
    case 'nothing':
      return undefined;
    case 'page':
      return isDelegated && caller.kind === 'anyone' ? notSignedIn() : undefined;
    case 'credentials':
      return caller.kind === 'anyone' ? notSignedIn() : undefined;
    case 'any board':
      return seesBoards(caller) ? undefined : forbidden(caller, 'viewer');
    case 'board viewer':
      return boardRejection(caller, slug, 'viewer');
    case 'board editor':
      return boardRejection(caller, slug, 'editor');
    case 'push':
      return caller.pushPrefix === undefined ? forbidden(caller, 'editor') : undefined;
    default:
      return includesRole(caller.role, rule) ? undefined : forbidden(caller, rule);
  }
}

function boardRejection(caller: Caller, slug: string, role: Role): Problem | undefined {
  const permission = permissionOn(caller, slug);
  if (includesRole(permission, role)) return undefined;
  return permission === 'none' && caller.kind !== 'anyone' ? boardNotFound(slug) : forbidden(caller, role);
}

function forbidden(caller: Caller, role: Role): Problem {
  if (caller.kind === 'anyone') return notSignedIn();
  if (caller.kind === 'key') {
    return new Problem(403, `The API key '${caller.name}' does not allow this. Use a key with more permissions.`);
  }
  return caller.role === 'viewer' && role === 'editor'
    ? new Problem(403, 'Your role, viewer, cannot change anything. Ask an administrator for the role editor.')
    : new Problem(403, `This needs the role ${role}. Ask an administrator for it.`);
}

function notSignedIn(): Problem {
  return new Problem(401, 'You are not signed in. Sign in, then try again.');
}
