import { Problem } from '../common/errors/problem.js';
import type { AccessRule } from '../http/requires.decorator.js';
import { type Role, ROLES } from './role.js';

/** Routes without a rule are for administrators only. */
export const DEFAULT_RULE: AccessRule = 'admin';

/** The least role that a rule requires. */
const LEAST_ROLES: Readonly<Record<Exclude<AccessRule, 'nothing'>, Role>> = {
  page: 'viewer',
  credentials: 'viewer',
  'any board': 'viewer',
  'board viewer': 'viewer',
  viewer: 'viewer',
  push: 'editor',
  'board editor': 'editor',
  editor: 'editor',
  admin: 'admin',
};

/**
 * Returns why a sender may not call a route; undefined if it may.
 * @param role undefined if the sender may not use the server
 */
export function rejectionOf(role: Role | undefined, rule: AccessRule): Problem | undefined {
  if (rule === 'nothing') return undefined;
  if (role === undefined) return new Problem(401, 'You are not signed in. Sign in, then try again.');
  const least = LEAST_ROLES[rule];
  if (ROLES.indexOf(role) >= ROLES.indexOf(least)) return undefined;
  return least === 'editor'
    ? new Problem(403, 'Your role, viewer, cannot change anything. Ask an administrator for the role editor.')
    : new Problem(403, `This needs the role ${least}. Ask an administrator for it.`);
}
