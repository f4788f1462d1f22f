/** Parts of the names of headers whose values are secrets or derived from secrets. */
const SECRET =
  /auth|cookie|token|secret|key|signature|digest|hmac|pass(?:code|phrase|w)|pwd|tkn|credential|session|jwt|csrf|xsrf|bearer|assertion|oidc|crumb|ticket|signed|(?:code|hash(?:es)?|pass(?:es)?|pin|pw|otp)s?(?![a-z])|^proxy-/;

/** Short words that also occur within harmless words (`sign` in `design`), so only whole words match. */
const SECRET_NAME_PARTS: ReadonlySet<string> = new Set(
  'cert certs cred creds jws mac mfa nonce pat psk saml sid sig sign totp'.split(' '),
);

/** Headers with such names that are not secret. https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
const HARMLESS_HEADERS: ReadonlySet<string> = new Set(['idempotency-key']);

/**
 * Returns the headers that a mapping can use. Possible secrets are removed, because users write mappings, and all viewers of a board
 * see the results.
 */
export function removeSecretHeaders(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.has(name) || !mayBeSecret(name)),
  );
}

function mayBeSecret(name: string): boolean {
  return SECRET.test(name) || name.split(/[^a-z]+/).some((word) => SECRET_NAME_PARTS.has(word));
}
