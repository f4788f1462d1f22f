/** Excludes everything that a URL parser could read as a user, a path or an escape, so that it parses the rest like browsers. */
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{0,5})?$/i;

const ORIGIN = /^(https?):\/\/([^/]+)$/i;

/** An origin in the form that browsers compare: lowercase, addresses in one notation, without the default port. */
export interface Authority {
  /** `http://localhost:3000` */
  readonly origin: string;
  /** Without the port and without one trailing dot (the DNS root), with the brackets of IPv6 addresses. */
  readonly hostname: string;
}

/** Parses a `Host` header; undefined if it is malformed. */
export function parseHost(text: string, scheme: 'http' | 'https'): Authority | undefined {
  const url = AUTHORITY.test(text) ? URL.parse(`${scheme}://${text}`) : null;
  if (!url) return undefined;
  const hostname = url.hostname.replace(/\.$/, '');
  return hostname === '' || hostname.split('.').includes('') ? undefined : { origin: url.origin, hostname };
}

/** Parses an `Origin` header to the form of `Authority.origin`; undefined for `null` and for a malformed header. */
export function parseOrigin(text: string): string | undefined {
  const [, scheme, host] = ORIGIN.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  return parseHost(host, scheme.toLowerCase() as 'http' | 'https')?.origin;
}

/** Whether a name always means this machine (RFC 6761, RFC 1122), so that no other site can use it. */
export function isLocalName(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

/** Whether a host is an IP address. An address cannot be used for DNS rebinding. */
export function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}
