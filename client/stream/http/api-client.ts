import { type Observable, map } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';
import { ApiError, UnexpectedResponse, readApiError } from './api-error';
import type { ServerAddress } from './server-address';

/** How long a request may take. */
export const REQUEST_TIMEOUT_MS = 15_000;

/** The value in the server's response, or the error of a failed request. */
export type ApiResult<T> = { readonly value: T } | { readonly error: ApiError };

export interface ApiRequest {
  readonly body?: unknown;
  /** Sent as `If-Match`. If the board has another version, the server responds with status 412. */
  readonly ifVersion?: number;
  readonly cache?: RequestCache;
  /** Whether the request continues after the page is closed. */
  readonly keepalive?: boolean;
}

/** Returns the path of a board in the API. */
export function boardPath(slug: string): string {
  return `/boards/${encodeURIComponent(slug)}`;
}

/** Sends requests to the API of a server. Paths are below `/api/v1`. */
export class ApiClient {
  constructor(private readonly server: ServerAddress) {}

  /**
   * GETs a JSON document. Unsubscribing aborts the request. The browser makes conditional requests itself: if this code set
   * `If-None-Match`, it would receive a 304 without a body. Errors with ApiError, or with the errors of `fetch`.
   *
   * @param onResponse called with each response, also if its status is an error
   */
  getJson(path: string, onResponse?: (response: Response) => void): Observable<unknown> {
    return fromFetch(this.server.api(path), {
      headers: { accept: 'application/json' },
      selector: async (response): Promise<unknown> => {
        onResponse?.(response);
        if (!response.ok) throw await readApiError(response);
        return this.readJson(response);
      },
    });
  }

  /** Creates the error of a response that is not from a Boardcast server. */
  unexpectedResponse(): UnexpectedResponse {
    return new UnexpectedResponse(this.server.base);
  }

  /** GETs the items of a list. Behaves like `getJson`. */
  getItems<T>(path: string): Observable<readonly T[]> {
    return this.getJson(path).pipe(map((body) => (body as { items: readonly T[] }).items));
  }

  /** Sends a request. Never rejects: a failure is returned as `error` in the result. */
  async send<T>(method: string, path: string, { body, ifVersion, ...options }: ApiRequest = {}): Promise<ApiResult<T>> {
    // Chrome before 103 and Safari before 16 lack AbortSignal.timeout.
    const timeout = new AbortController();
    const timer = setTimeout(() => {
      timeout.abort();
    }, REQUEST_TIMEOUT_MS);
    try {
      const response = await fetch(this.server.api(path), {
        ...options,
        method,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(ifVersion !== undefined && { 'if-match': `"${ifVersion}"` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: timeout.signal,
      });
      if (!response.ok) return { error: await readApiError(response) };
      return { value: (response.status === 204 ? undefined : await this.readJson(response)) as T };
    } catch (error) {
      return { error: error instanceof ApiError ? error : new ApiError(0) };
    } finally {
      clearTimeout(timer);
    }
  }

  private async readJson(response: Response): Promise<unknown> {
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      throw this.unexpectedResponse();
    }
  }
}
