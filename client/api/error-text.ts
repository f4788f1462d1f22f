import type { ApiError } from '../stream/http/api-error';

/** Returns the server's message about a failed request. If it sent none, describes the status, in the language of the user. */
export function errorText({ status, detail }: Pick<ApiError, 'status' | 'detail'>): string {
  if (detail !== undefined) return detail;
  switch (status) {
    case 0:
      return $localize`The server does not answer.`;
    case 200:
      return $localize`The response is not from a Boardcast server. Check the address, and whether a proxy or a login page answers.`;
    default:
      return $localize`The server answered with status ${status}:status:.`;
  }
}
