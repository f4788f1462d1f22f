/** Parts of header names whose values are secrets, or are made with one. */
const SECRET =
  /auth|cookie|token|secret|key|signature|digest|hmac|passw|pwd|credential|session|jwt|csrf|xsrf|bearer|assertion|^proxy-/;

/** Headers with such a name that are not secret. https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
const NO_SECRETS: ReadonlySet<string> = new Set(['idempotency-key']);

/**
 * The headers that a mapping sees. A possible secret never reaches a board: mappings are made by users, and what they
 * make of a webhook is shown to all viewers.
 */
export function shownHeaders(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !SECRET.test(name) || NO_SECRETS.has(name)));
}
