import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { AccessControl } from './access-control.js';
import { networkOf } from './connection-limits.js';
import { type Authority, isAddress, isLocalName, parseHost, parseOrigin } from './host.js';

export interface Rejection {
  readonly status: 400 | 403;
  readonly detail: string;
}

/** Checked `Host` headers that are cached per scheme. Clients send the same few values. */
const MAX_CACHED_HOSTS = 256;

/**
 * Decides which requests are served while there are no accounts. A page of another site that is open on this machine must not
 * read data: with DNS rebinding its name resolves to this server, but `Host` contains the name. It must not write data either:
 * it can submit a form to this server, but browsers add its `Origin`. Behind a proxy every request seems to come from this
 * machine, so a proxy must be allowed explicitly. If the application that embeds Boardcast decides who sends a request
 * (`authorize`), only the origin is checked: browsers add cookies to the requests of other sites' pages.
 */
@Injectable()
export class RequestPolicy {
  private readonly checkedHosts = {
    http: new Map<string, Authority | Rejection>(),
    https: new Map<string, Authority | Rejection>(),
  };

  constructor(
    private readonly settings: Settings,
    private readonly access: AccessControl,
  ) {}

  /** Returns why a request is rejected; undefined if it is served. `/health` is always served, because load balancers need it. */
  check(request: CheckedRequest): Rejection | undefined {
    return isHealth(request.url ?? '/') ? undefined : this.checkUpgrade(request);
  }

  /** Like `check`, for a WebSocket upgrade: no path is exempt. */
  checkUpgrade(request: CheckedRequest): Rejection | undefined {
    const { url = '/', headers } = request;
    const scheme = request.encrypted ? 'https' : 'http';
    const { host } = headers;
    if (typeof host !== 'string' || hasSeveralHosts(request.rawHeaders)) {
      return { status: 400, detail: 'The request must have exactly one Host header.' };
    }
    const own = this.cachedHost(host, scheme);
    if ('status' in own) return own;
    return (
      this.checkTarget(url, scheme) ??
      this.checkOrigin(headers.origin, own, host) ??
      this.checkAddress(request.remoteAddress) ??
      this.checkProxy(headers)
    );
  }

  private cachedHost(host: string, scheme: 'http' | 'https'): Authority | Rejection {
    const cache = this.checkedHosts[scheme];
    let result = cache.get(host);
    if (!result) {
      result = this.checkHost(host, scheme);
      if (cache.size >= MAX_CACHED_HOSTS) cache.clear();
      cache.set(host, result);
    }
    return result;
  }

  private checkHost(host: string, scheme: 'http' | 'https'): Authority | Rejection {
    const authority = parseHost(host, scheme);
    if (authority && this.isOwn(authority.hostname)) return authority;
    return forbidden(
      `The host ${quote(host)} is not allowed. Open the server as http://localhost, ` +
        `or set PUBLIC_URL (option publicUrl) to the address that people use for it.`,
    );
  }

  private isOwn(hostname: string): boolean {
    const { access, publicUrl } = this.settings;
    return (
      this.access.isDelegated ||
      isLocalName(hostname) ||
      hostname === publicUrl?.hostname.replace(/\.$/, '') ||
      (access === 'open' && isAddress(hostname))
    );
  }

  /** Checks the host in a target in absolute form (RFC 9112, section 3.2.2). */
  private checkTarget(url: string, scheme: 'http' | 'https'): Rejection | undefined {
    if (url.startsWith('/') || url === '*') return undefined;
    const [, host = ''] = /^https?:\/\/([^/?#]*)/i.exec(url) ?? [];
    const result = this.cachedHost(host, scheme);
    return 'status' in result ? result : undefined;
  }

  private checkOrigin(origin: string | string[] | undefined, own: Authority, host: string): Rejection | undefined {
    if (origin === undefined) return undefined;
    const sent = typeof origin === 'string' ? parseOrigin(origin) : undefined;
    if (sent !== undefined && this.isAllowedOrigin(sent, own, host)) return undefined;
    return forbidden(
      `Pages of ${quote(String(origin))} may not use this server, which is ${own.origin}. If people open it under another ` +
        `address, set PUBLIC_URL (option publicUrl) to that address. To allow pages of other sites, list them in ` +
        `ALLOWED_ORIGINS (option allowedOrigins).`,
    );
  }

  private isAllowedOrigin(sent: string, own: Authority, host: string): boolean {
    const { publicUrl, allowedOrigins } = this.settings;
    return (
      sent === own.origin ||
      sent === publicUrl?.origin ||
      allowedOrigins.includes(sent) ||
      // A proxy may terminate TLS.
      (this.access.isDelegated && sent === parseHost(host, 'https')?.origin)
    );
  }

  /** The server may listen on a network without `ACCESS=open`, because an application that embeds it decides that. */
  private checkAddress(address: string | undefined): Rejection | undefined {
    if (this.isOpen || address === undefined || networkOf(address) === undefined) return undefined;
    return forbidden(
      `The request came from ${quote(address)}. Only this machine may use the server, because there are no accounts yet. ` +
        `Set ACCESS=open (option access: 'open') to allow others.`,
    );
  }

  private checkProxy(headers: CheckedRequest['headers']): Rejection | undefined {
    if (this.isOpen) return undefined;
    for (const name in headers) {
      if (isProxyHeader(name)) {
        return forbidden(
          `The request came through a proxy (it has the header ${name}). Through it, others could read and write as if they ` +
            `were on this machine, because there are no accounts yet. Set ACCESS=open (option access: 'open') to allow this.`,
        );
      }
    }
    return undefined;
  }

  /** Whether other machines may send requests. */
  private get isOpen(): boolean {
    return this.settings.access === 'open' || this.access.isDelegated;
  }
}

/** Whether a path belongs to the health checks. */
export function isHealth(url: string): boolean {
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

/** Quotes a value that a client sent, shortened. */
function quote(text: string): string {
  return `'${text.length > 100 ? `${text.slice(0, 100)}…` : text}'`;
}
