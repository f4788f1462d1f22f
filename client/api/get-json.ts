import type { Observable } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';
import type { InputError } from '../../wire/problem';

/** Why what was asked for is not shown, or no more kept up to date: the server's words. */
export interface BoardProblem {
  status: number;
  detail: string;
  /** What is wrong, and where: in the request, or (404) in the file that defines the board. */
  errors?: readonly InputError[];
}

/** The server answered no. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';

  constructor(
    readonly status: number,
    /** In words for people: the problem document's `detail`, where there is one. */
    readonly detail: string,
    /** So long the server asks to wait (Retry-After; RFC 9110, section 10.2.3). */
    readonly retryAfterMs?: number,
    /** What in the request or in the board's file is wrong, where the problem document says so. */
    readonly errors?: readonly InputError[],
  ) {
    super(detail);
  }

  get problem(): BoardProblem {
    const { status, detail, errors } = this;
    return { status, detail, ...(errors && { errors }) };
  }

  /** Whether asking again would bring the same answer: it is for people to act. */
  get final(): boolean {
    return this.status >= 400 && this.status < 500 && ![408, 425, 429].includes(this.status);
  }
}

/**
 * GETs a JSON document; unsubscribing aborts. `onAnswer` is called once its headers are there, whatever its status.
 * Conditional requests are the browser's business: an `If-None-Match` of ours would get us bare 304s. Errors with
 * HttpFailure, or with what `fetch` and `JSON.parse` throw.
 */
export function getJson(path: string, onAnswer?: (response: Response) => void): Observable<unknown> {
  return fromFetch(path, {
    headers: { accept: 'application/json' },
    selector: async (response): Promise<unknown> => {
      onAnswer?.(response);
      if (!response.ok) {
        const { detail, errors } = readProblem(await response.text(), response.status);
        throw new HttpFailure(response.status, detail, readRetryAfter(response.headers.get('retry-after')), errors);
      }
      return response.json();
    },
  });
}

/** Seconds, as servers and proxies mostly write it; a date would need a clock that agrees with theirs. */
function readRetryAfter(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : undefined;
}

function readProblem(body: string, status: number): { detail: string; errors?: readonly InputError[] } {
  const otherwise = $localize`The server answered with status ${status}:status:.`;
  try {
    const { detail, title, errors } = (JSON.parse(body) ?? {}) as Readonly<Record<string, unknown>>;
    const words = detail ?? title;
    return {
      detail: typeof words === 'string' ? words : otherwise,
      ...(Array.isArray(errors) && { errors: errors as InputError[] }),
    };
  } catch {
    // A proxy's page, not a problem document: the status has to speak.
    return { detail: otherwise };
  }
}
