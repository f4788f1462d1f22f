/** What a person or program may do: a `viewer` reads, an `editor` also writes, and an `admin` also exports and imports everything. */
export type Role = 'viewer' | 'editor' | 'admin';

/** Each role includes those before it. */
export const ROLES: readonly Role[] = ['viewer', 'editor', 'admin'];

/** A role, or `none`: nothing is visible. */
export type Permission = Role | 'none';

/** Who sends a request or opened a WebSocket, and what they may do. */
export interface Caller {
  /** `anyone` has sent no credentials. An `application` embeds Boardcast and decided itself who sends the request. */
  readonly kind: 'anyone' | 'local' | 'application' | 'account' | 'key' | 'link' | 'screen';
  /** Identifies the account, key, link or screen. */
  readonly id: string;
  /** The name for people. */
  readonly name: string;
  /** The role on everything, and on boards without a role of their own. */
  readonly role: Permission;
  /** Roles on single boards, by slug. */
  readonly boards?: ReadonlyMap<string, Permission>;
  /** What the keys of data that may be pushed begin with; empty for all keys. Undefined: nothing may be pushed. */
  readonly pushPrefix?: string | undefined;
}

/** A caller without credentials. */
export const ANYONE: Caller = { kind: 'anyone', id: '', name: 'Not signed in', role: 'none' };

/** Everyone, if there are no accounts. */
export const LOCAL: Caller = { kind: 'local', id: 'local', name: 'Everyone', role: 'admin', pushPrefix: '' };

/** Returns what a caller may do with a board. */
export function permissionOn({ role, boards }: Caller, slug: string): Permission {
  return boards?.get(slug) ?? role;
}

/** Whether a permission is at least a role. */
export function includesRole(permission: Permission, role: Role): boolean {
  return permission !== 'none' && ROLES.indexOf(permission) >= ROLES.indexOf(role);
}

/** Whether a caller may see at least one board. */
export function seesBoards({ role, boards }: Caller): boolean {
  return role !== 'none' || [...(boards?.values() ?? [])].some((permission) => permission !== 'none');
}
