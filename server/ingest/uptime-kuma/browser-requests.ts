import type { IncomingHttpHeaders } from 'node:http';

/** Media types that browsers accept for subresources of pages. For scripts, they accept any type. */
const MEDIA = /^(?:image|audio|video|text\/css)\b/;

/** Destinations (`Sec-Fetch-Dest`) of requests that a user, or a page of this server, makes. */
const USER_DESTINATIONS: readonly unknown[] = [undefined, 'document', 'empty'];

/**
 * Whether a web page sent the request, instead of a user or a program. Images and scripts of any page can have any URL, and browsers
 * load them without `Origin`. URLs that a user enters, curl, and PowerShell (whose user agent starts with Mozilla) are accepted.
 *
 * Browsers send `Sec-Fetch-*` (https://www.w3.org/TR/fetch-metadata/) only to https and localhost. For other addresses, only the
 * accepted types and the referrer are known, and a page can hide the referrer: https://www.w3.org/TR/referrer-policy/
 */
export function isSentByWebPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  const target = headers['sec-fetch-dest'];
  if (site !== undefined || target !== undefined) {
    return !(site === undefined || site === 'none' || site === 'same-origin') || !USER_DESTINATIONS.includes(target);
  }
  const { referer, host, accept = '' } = headers;
  if (referer !== undefined && URL.parse(referer)?.host !== host?.toLowerCase()) return true;
  return MEDIA.test(accept.toLowerCase()) || (isBrowser(headers) && !accept.toLowerCase().startsWith('text/html'));
}

/** Programs with a user agent like Mozilla's do not send `Accept-Language`. */
function isBrowser({ 'user-agent': agent = '', 'accept-language': languages }: IncomingHttpHeaders): boolean {
  return agent.startsWith('Mozilla/') && !/PowerShell/i.test(agent) && languages !== undefined;
}
