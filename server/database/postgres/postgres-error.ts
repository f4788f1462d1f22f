import type { IoFailure } from './io-protocol.js';
import { ConnectionErrorCode } from './io-protocol.js';

/** What PostgreSQL, or the way there, answered instead of a result. */
export class PostgresError extends Error {
  readonly code: string;
  /** Whether the connection went with it, and its transaction. */
  readonly isLost: boolean;
  /** Number of the connection that it happened on. */
  readonly session: number;

  constructor({ message, code, isLost, session }: IoFailure) {
    super(message);
    this.code = code;
    this.isLost = isLost;
    this.session = session;
  }
}

/** How a failed job is answered, if that is not the fault of its code. */
export interface DatabaseFailure {
  readonly status: number;
  readonly message: string;
  /** Whether the store itself is in trouble, until a write succeeds again. */
  readonly isLasting: boolean;
}

/** No index of PostgreSQL holds more than a third of a page. */
const TOO_LONG = 'The tags of a series are too long for PostgreSQL (about 2,600 bytes). Use fewer or shorter ones.';

/** SQLSTATE of a write where none is allowed. */
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
  '3D000', // the database does not exist (any more)
]);

/** What a job is answered that failed with this code; undefined if PostgreSQL is well and the code is to blame. */
export function postgresFailure(code: string): DatabaseFailure | undefined {
  if (UNREACHABLE.has(code) || code.startsWith('08')) {
    const words = `PostgreSQL cannot be reached (${code}), so this may or may not be done. Send it again once it is back.`;
    return { status: 503, message: words, isLasting: true };
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
      return lasting(503, 'PostgreSQL takes no writes (it is a standby, or read-only): nothing was stored.');
    case '57014':
      return {
        status: 503,
        message: 'PostgreSQL took too long to answer. Try again, or ask for less.',
        isLasting: false,
      };
    case '54000':
      return { status: 422, message: TOO_LONG, isLasting: false };
    case '22021':
    case '22P05':
      return { status: 422, message: 'A text holds a character that cannot be stored (NUL).', isLasting: false };
    default:
      return undefined;
  }
}

function lasting(status: number, words: string): DatabaseFailure {
  return { status, message: words, isLasting: true };
}
