import { errorMessage } from '../../common/errors/error-message.js';
import { ConnectionErrorCode } from './io-protocol.js';
import { PostgresError } from './postgres-error.js';

/** An error that explains why the database cannot be used and what to do. */
export class UnusableDatabaseError extends Error {}

/** Returns why the database of DATABASE_URL cannot be opened and what to do, without anything secret. */
export function describePostgresOpenFailure(error: unknown, url: string): string {
  if (error instanceof UnusableDatabaseError) return error.message;
  const target = hostAndDatabase(url);
  const message = errorMessage(error);
  switch (error instanceof PostgresError ? error.code : undefined) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return `No PostgreSQL server responds at ${target}. Start it, or correct DATABASE_URL.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host in DATABASE_URL (${target}) cannot be resolved. Correct DATABASE_URL.`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case ConnectionErrorCode.Lost:
      return `PostgreSQL at ${target} cannot be reached (${message}). Check the network, its firewall and DATABASE_URL.`;
    case '28P01':
    case '28000':
      return `PostgreSQL at ${target} rejects the user or the password of DATABASE_URL. Correct them, or allow them there.`;
    case '3D000':
      return `There is no such database at ${target}. Create it (CREATE DATABASE …), or correct DATABASE_URL.`;
    case '42501':
      return (
        `The user of DATABASE_URL lacks a right at ${target} (${message}). ` +
        'Make it the owner of the database, or GRANT CREATE ON DATABASE to it.'
      );
    case '53300':
      return `PostgreSQL at ${target} has no connection left (${message}). Increase max_connections there; Boardcast takes up to eight.`;
    case '53100':
      return `The disk of PostgreSQL at ${target} is full. Free some space there.`;
    case '57P03':
      return `PostgreSQL at ${target} is not ready yet (${message}). Start again in a moment.`;
    case '25006':
      return `PostgreSQL at ${target} accepts no writes: it is a standby, or read-only. Set DATABASE_URL to the primary.`;
    case ConnectionErrorCode.InUse:
      return (
        `Another Boardcast is running on the database of DATABASE_URL (${target}). ` +
        'Stop it, or give this one a database of its own.'
      );
    default:
      return `PostgreSQL at ${target} cannot be used: ${message}`;
  }
}

/** Returns only the host and the database of the URL, for messages. */
function hostAndDatabase(url: string): string {
  const { host, pathname, searchParams } = new URL(url, 'postgres://socket');
  return `${host === '' ? (searchParams.get('host') ?? 'localhost') : host}${decodeURIComponent(pathname)}`;
}
