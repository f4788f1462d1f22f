import type { ApiError } from '../stream/http/api-error';

/** What the server says about a failed request. If it says nothing, what the status means, in the language of the user. */
export function errorText({ status, detail }: Pick<ApiError, 'status' | 'detail'>): string {
  if (detail !== undefined) return detail;
  return status === 0
    ? $localize`The server does not answer.`
    : $localize`The server answered with status ${status}:status:.`;
}
