/** Nothing that a URL parser could take for a user, a path or an escape: what is left, it reads as browsers do. */
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{0,5})?$/i;

const ORIGIN = /^(https?):\/\/([^/]+)$/i;

/** An origin as browsers compare it: lower case, addresses in one notation, no default port. */
export interface Authority {
  /** `http://localhost:3000` */
  readonly origin: string;
  /** Without port, brackets kept, one trailing dot (the DNS root) gone. */
  readonly hostname: string;
}

/** What a `Host` header names; undefined if it is none. */
export function parseHost(text: string, scheme: 'http' | 'https'): Authority | undefined {
  const url = AUTHORITY.test(text) ? URL.parse(`${scheme}://${text}`) : null;
  if (!url) return undefined;
  const hostname = url.hostname.replace(/\.$/, '');
  return hostname === '' || hostname.split('.').includes('') ? undefined : { origin: url.origin, hostname };
}

/** The origin in an `Origin` header, comparable with an authority's; undefined for `null` and anything malformed. */
export function parseOrigin(text: string): string | undefined {
  const [, scheme, host] = ORIGIN.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  return parseHost(host, scheme.toLowerCase() as 'http' | 'https')?.origin;
}

/** Names that always mean this machine (RFC 6761, RFC 1122), so that nobody else's page can carry them. */
export function isLocalName(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

/** An address cannot be rebound by its owner's DNS. */
export function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}
