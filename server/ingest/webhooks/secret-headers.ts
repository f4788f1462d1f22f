/** Parts of header names whose values are secrets, or are made with one. */
const SECRET =
  /auth|cookie|token|secret|key|signature|digest|hmac|pass(?:code|phrase|w)|pwd|tkn|credential|session|jwt|csrf|xsrf|bearer|assertion|oidc|crumb|ticket|signed|(?:code|hash(?:es)?|pass(?:es)?|pin|pw|otp)s?(?![a-z])|^proxy-/;

/** Short words that also occur inside harmless ones (`sign` in `design`): only whole words count. */
const SECRET_WORDS: ReadonlySet<string> = new Set(
  'cert certs cred creds jws mac mfa nonce pat psk saml sid sig sign totp'.split(' '),
);

/** Headers with such a name that are not secret. https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
const HARMLESS_HEADERS: ReadonlySet<string> = new Set(['idempotency-key']);

/**
 * The headers that a mapping sees. A possible secret never reaches a board: mappings are made by users, and what they
 * make of a webhook is shown to all viewers.
 */
export function removeSecretHeaders(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.has(name) || !mayBeSecret(name)),
  );
}

function mayBeSecret(name: string): boolean {
  return SECRET.test(name) || name.split(/[^a-z]+/).some((word) => SECRET_WORDS.has(word));
}
