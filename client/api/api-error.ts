import type { InputError } from '../../wire/problem';

/** Why a board is not shown, or no longer updated, in the server's words. */
export interface BoardProblem {
  status: number;
  detail: string;
  /** What is wrong, and where: in the request, or (404) in the file that defines the board. */
  errors?: readonly InputError[];
}

/** The server rejected a request, or did not answer it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** 0: the server did not answer. */
    readonly status: number,
    /** For people: the `detail` of the problem document, where there is one. */
    readonly detail: string,
    /** How long the server asks to wait (Retry-After; RFC 9110, section 10.2.3). */
    readonly retryAfterMs?: number,
    /** What is wrong in the request or in the board's file, where the problem document says so. */
    readonly errors: readonly InputError[] = [],
  ) {
    super(detail);
  }

  get problem(): BoardProblem {
    const { status, detail, errors } = this;
    return { status, detail, ...(errors.length > 0 && { errors }) };
  }

  /** Whether a retry would bring the same answer, so that only people can solve it. */
  get final(): boolean {
    return this.status >= 400 && this.status < 500 && ![408, 425, 429].includes(this.status);
  }
}

/** Reads an answer whose status is not 2xx: a problem document (RFC 9457), or what a proxy answers. */
export async function readApiError(response: Response): Promise<ApiError> {
  const { status, headers } = response;
  const { detail, errors } = readProblem(await response.text());
  return new ApiError(
    status,
    detail ?? $localize`The server answered with status ${status}:status:.`,
    readRetryAfter(headers.get('retry-after')),
    errors,
  );
}

/** Seconds, as nearly all servers and proxies write it. A date would need a clock that agrees with theirs. */
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
    // A proxy's page, not a problem document: only the status says what happened.
    return {};
  }
}
