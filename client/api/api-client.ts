import { type Observable, map } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';
import { ApiError, readApiError } from './api-error';

const API_PATH = '/api/v1';
const TIMEOUT_MS = 15_000;

/** The value that the server answered, or why there is none. */
export type ApiResult<T> = { readonly value: T } | { readonly error: ApiError };

export interface ApiRequest {
  readonly body?: unknown;
  /** The request is carried out only if the board has this version; otherwise the status is 412. */
  readonly ifVersion?: number;
  readonly cache?: RequestCache;
  /** Whether the request outlives the page. */
  readonly keepalive?: boolean;
}

/**
 * GETs a JSON document of the API. Unsubscribing aborts the request. Conditional requests are left to the browser, because
 * an `If-None-Match` of ours would be answered with a bare 304. Fails with ApiError, or with the errors of `fetch` and
 * `JSON.parse`.
 *
 * @param path below `/api/v1`
 * @param onResponse is called with the headers, whatever the status
 */
export function getJson(path: string, onResponse?: (response: Response) => void): Observable<unknown> {
  return fromFetch(`${API_PATH}${path}`, {
    headers: { accept: 'application/json' },
    selector: async (response): Promise<unknown> => {
      onResponse?.(response);
      if (!response.ok) throw await readApiError(response);
      return response.json();
    },
  });
}

/** GETs the items of a list of the API, like `getJson`. */
export function getItems<T>(path: string): Observable<readonly T[]> {
  return getJson(path).pipe(map((body) => (body as { items: readonly T[] }).items));
}

/**
 * Sends a request to the API. Never rejects: every failure is an `error` of the result.
 *
 * @param path below `/api/v1`
 */
export async function send<T>(
  method: string,
  path: string,
  { body, ifVersion, ...options }: ApiRequest = {},
): Promise<ApiResult<T>> {
  // AbortSignal.timeout is not in browsers before Chrome 103 and Safari 16.
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort();
  }, TIMEOUT_MS);
  try {
    const response = await fetch(`${API_PATH}${path}`, {
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
    return { value: (response.status === 204 ? undefined : await response.json()) as T };
  } catch {
    // Offline, disconnected, or not JSON: the caller can only be told that there is no usable answer.
    return { error: new ApiError(0, $localize`The server does not answer.`) };
  } finally {
    clearTimeout(timer);
  }
}

/** GETs a page or a script of this server. Rejects unless the status is 2xx. */
export async function getResource(url: string, accept: string): Promise<Response> {
  const response = await fetch(url, { headers: { accept } });
  if (!response.ok) throw new Error(`${url} was answered with status ${response.status}.`);
  return response;
}
