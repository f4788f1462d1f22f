import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { type Authority, isAddress, isLocalName, parseHost, parseOrigin } from './host.js';

/** As much of a request or of a WebSocket upgrade as the rules look at; Node's `IncomingMessage` fits. */
export interface PolicyRequest {
  /** The target as it was sent. */
  readonly url?: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Names and values in turn, as sent: shows a second `Host`, which Node drops from `headers`. */
  readonly rawHeaders?: readonly string[];
  /** Whether the connection itself is TLS. */
  readonly encrypted?: boolean;
}

export interface Rejection {
  readonly status: 400 | 403;
  readonly detail: string;
}

/** Verdicts are remembered per scheme and `Host`: everyone sends the same few. */
const MAX_REMEMBERED = 256;

/**
 * Who may talk to a server that has no accounts yet. A page of another site, opened on this machine, must neither read
 * (DNS rebinding: its own name resolves to here, so `Host` gives it away) nor write (a plain form reaches us, but
 * browsers add its `Origin`). A proxy in between would make everybody look local, so it must be allowed aloud.
 */
@Injectable()
export class RequestPolicy {
  private readonly remembered = {
    http: new Map<string, Authority | Rejection>(),
    https: new Map<string, Authority | Rejection>(),
  };

  constructor(private readonly settings: Settings) {}

  /** Why the request is refused; undefined if it may pass. `/health` is for load balancers, whatever they send. */
  check(request: PolicyRequest): Rejection | undefined {
    return isHealth(request.url ?? '/') ? undefined : this.checkUpgrade(request);
  }

  /** The same for the upgrade to a WebSocket: there is no path that everybody may open one at. */
  checkUpgrade(request: PolicyRequest): Rejection | undefined {
    const { url = '/', headers } = request;
    const scheme = request.encrypted ? 'https' : 'http';
    const { host } = headers;
    if (typeof host !== 'string' || hasSeveralHosts(request.rawHeaders)) {
      return { status: 400, detail: 'The request must have exactly one Host header.' };
    }
    const own = this.recall(host, scheme);
    if ('status' in own) return own;
    return this.checkTarget(url, scheme) ?? this.checkOrigin(headers.origin, own) ?? this.checkProxy(headers);
  }

  private recall(host: string, scheme: 'http' | 'https'): Authority | Rejection {
    const remembered = this.remembered[scheme];
    let verdict = remembered.get(host);
    if (!verdict) {
      verdict = this.checkHost(host, scheme);
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(host, verdict);
    }
    return verdict;
  }

  private checkHost(host: string, scheme: 'http' | 'https'): Authority | Rejection {
    const authority = parseHost(host, scheme);
    if (authority && this.isOwn(authority.hostname)) return authority;
    return forbidden(
      `This server does not answer to the name ${quote(host)}. Open it as http://localhost, ` +
        `or set PUBLIC_URL to the address that people use for it.`,
    );
  }

  private isOwn(hostname: string): boolean {
    const { access, publicUrl } = this.settings;
    return (
      isLocalName(hostname) ||
      hostname === publicUrl?.hostname.replace(/\.$/, '') ||
      (access === 'open' && isAddress(hostname))
    );
  }

  /** A target in absolute form (RFC 9112, section 3.2.2) names a host once more. */
  private checkTarget(url: string, scheme: 'http' | 'https'): Rejection | undefined {
    if (url.startsWith('/') || url === '*') return undefined;
    const [, host = ''] = /^https?:\/\/([^/?#]*)/i.exec(url) ?? [];
    const verdict = this.recall(host, scheme);
    return 'status' in verdict ? verdict : undefined;
  }

  private checkOrigin(origin: string | string[] | undefined, own: Authority): Rejection | undefined {
    if (origin === undefined) return undefined;
    const sent = typeof origin === 'string' ? parseOrigin(origin) : undefined;
    if (sent !== undefined && (sent === own.origin || sent === this.settings.publicUrl?.origin)) return undefined;
    return forbidden(
      `Pages of ${quote(String(origin))} may not use this server, which is ${own.origin}. ` +
        `If people open it under another address, set PUBLIC_URL to that address.`,
    );
  }

  private checkProxy(headers: PolicyRequest['headers']): Rejection | undefined {
    if (this.settings.access === 'open') return undefined;
    for (const name in headers) {
      if (isProxyHeader(name)) {
        return forbidden(
          `The request came through a proxy (it has the header ${name}), which would let others in as if they were ` +
            `on this machine, and there are no accounts yet. Set ACCESS=open to let everybody read and write.`,
        );
      }
    }
    return undefined;
  }
}

function isHealth(url: string): boolean {
  return url.startsWith('/health') && /^\/health([/?]|$)/.test(url);
}

function hasSeveralHosts(rawHeaders: readonly string[] = []): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

function isProxyHeader(name: string): boolean {
  return name === 'via' || name === 'forwarded' || name === 'x-real-ip' || name.startsWith('x-forwarded');
}

function forbidden(detail: string): Rejection {
  return { status: 403, detail };
}

/** What a stranger sent is shown, but not at any length. */
function quote(text: string): string {
  return `'${text.length > 100 ? `${text.slice(0, 100)}…` : text}'`;
}
