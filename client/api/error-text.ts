import type { ApiError } from '../stream/http/api-error';

/** Returns the server's message about a failed request. If it sent none, describes the status, in the language of the user. */
export function errorText({ status, detail }: Pick<ApiError, 'status' | 'detail'>): string {
  if (detail !== undefined) return detail;
  return status === 0
    ? $localize`The server does not answer.`
    : $localize`The server answered with status ${status}:status:.`;
}
