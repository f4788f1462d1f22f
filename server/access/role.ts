/** What a person or program may do: a `viewer` reads, an `editor` also writes, and an `admin` also exports and imports everything. */
export type Role = 'viewer' | 'editor' | 'admin';

/** Each role includes those before it. */
export const ROLES: readonly Role[] = ['viewer', 'editor', 'admin'];
