import type { InputError } from '../../../wire/schemas/problem-schema';

/** Why the server does not show a board, or no longer updates it. */
export interface BoardProblem {
  /**
   * The HTTP status: 404 if there is no such board, 410 if it was deleted, 200 if the response is not from a Boardcast server.
   */
  readonly status: number;
  /** What happened, in English. */
  readonly message: string;
  /** The server's message: the `detail` of its problem document, or else the `title`; undefined without such a document. */
  readonly detail?: string;
  /** The errors with their positions: in the request or, with status 404, in the file that defines the board. */
  readonly errors?: readonly InputError[];
}

/** Thrown or returned when the server rejected a request or did not respond to it. The message is in English. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** The HTTP status; 0 if the server did not respond. */
    readonly status: number,
    /** The server's message: the `detail` of its problem document, or else the `title`; undefined without such a document. */
    readonly detail?: string,
    /** The delay that the server requests before a retry (Retry-After; RFC 9110, section 10.2.3). */
    readonly retryAfterMs?: number,
    /** The errors in the request or in the board's file that the problem document lists. */
    readonly errors: readonly InputError[] = [],
  ) {
    super(detail ?? (status === 0 ? 'The server does not answer.' : `The server answered with status ${status}.`));
  }

  get problem(): BoardProblem {
    const { status, message, detail, errors } = this;
    return { status, message, ...(detail !== undefined && { detail }), ...(errors.length > 0 && { errors }) };
  }

  /** Whether a retry would get the same response, so that retrying is useless. */
  get final(): boolean {
    return this.status >= 400 && this.status < 500 && ![408, 425, 429].includes(this.status);
  }
}

/**
 * Thrown if a successful response is not from a Boardcast server: the address is wrong, or a proxy or a login page answered. It may
 * answer later, so this is not final.
 */
export class UnexpectedResponse extends ApiError {
  constructor(address: string) {
    super(200);
    this.message =
      `The response of ${address} is not from a Boardcast server. ` +
      'Check the address, and whether a proxy or a login page answers.';
  }
}

/** Reads a response whose status is not 2xx: a problem document (RFC 9457), or the error page of a proxy. */
export async function readApiError(response: Response): Promise<ApiError> {
  const { status, headers } = response;
  const { detail, errors } = readProblem(await response.text());
  return new ApiError(status, detail, readRetryAfter(headers.get('retry-after')), errors);
}

/** Reads seconds only. Nearly all servers send seconds, and a date would need a clock in sync with the server's. */
function readRetryAfter(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : undefined;
}

function readProblem(body: string): { detail?: string; errors?: readonly InputError[] } {
  try {
    const { detail, title, errors } = (JSON.parse(body) ?? {}) as Readonly<Record<string, unknown>>;
    const text = detail ?? title;
    return {
      ...(typeof text === 'string' && { detail: text }),
      ...(Array.isArray(errors) && { errors: errors as InputError[] }),
    };
  } catch {
    // The body is a proxy's page, not a problem document. Only the status is known.
    return {};
  }
}
