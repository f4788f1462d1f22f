import type { IoFailure } from './io-protocol.js';
import { ConnectionErrorCode } from './io-protocol.js';

/** An error of PostgreSQL or of the connection to it. */
export class PostgresError extends Error {
  readonly code: string;
  /** Whether the connection and its transaction were lost. */
  readonly isLost: boolean;
  /** The number of the connection on which it happened. */
  readonly session: number;

  constructor({ message, code, isLost, session }: IoFailure) {
    super(message);
    this.code = code;
    this.isLost = isLost;
    this.session = session;
  }
}

/** How to answer a job that failed because of the database. */
export interface DatabaseFailure {
  readonly status: number;
  readonly message: string;
  /** Whether the database is considered unavailable until a write succeeds. */
  readonly makesUnavailable: boolean;
}

/** PostgreSQL cannot index values larger than a third of a page. */
const TOO_LONG = 'The tags of a series are too long for PostgreSQL (about 2,600 bytes). Use fewer or shorter ones.';

/** The SQLSTATE of a write in a read-only transaction. */
export const READ_ONLY = '25006';

const UNREACHABLE = new Set<string>([
  ConnectionErrorCode.Lost,
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // https://www.postgresql.org/docs/current/errcodes-appendix.html
  '53300', // too many connections
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '57P05', // idle session timeout
  '28000', // invalid authorization
  '28P01', // invalid password
  '3D000', // the database does not exist (anymore)
]);

/** Returns how to answer a job that failed with this code; undefined if the job itself is wrong. */
export function postgresFailure(code: string): DatabaseFailure | undefined {
  if (UNREACHABLE.has(code) || code.startsWith('08')) {
    const message = `PostgreSQL cannot be reached (${code}). The request may or may not have been processed. Send it again later.`;
    return { status: 503, message, makesUnavailable: true };
  }
  switch (code) {
    case ConnectionErrorCode.InUse:
      return lasting(503, 'Another Boardcast has taken over the database of DATABASE_URL. Stop one of them.');
    case '53100':
      return lasting(
        507,
        'The disk of PostgreSQL is full: nothing was stored. Free some space there, then send it again.',
      );
    case READ_ONLY:
      return lasting(503, 'PostgreSQL accepts no writes (it is a standby, or read-only). Nothing was stored.');
    case '57014':
      return {
        status: 503,
        message: 'PostgreSQL took too long to answer. Try again, or request less data.',
        makesUnavailable: false,
      };
    case '54000':
      return { status: 422, message: TOO_LONG, makesUnavailable: false };
    case '22021':
    case '22P05':
      return {
        status: 422,
        message: 'A text contains a character that cannot be stored (NUL).',
        makesUnavailable: false,
      };
    default:
      return undefined;
  }
}

function lasting(status: number, message: string): DatabaseFailure {
  return { status, message, makesUnavailable: true };
}
