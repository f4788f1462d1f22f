import type { IncomingHttpHeaders } from 'node:http';

/** What a page loads of its own accord, by the start of the types that a browser accepts for it. Scripts accept anything. */
const MEDIA = /^(?:image|audio|video|text\/css)\b/;

/** Where a browser puts the answer to a request that a person, or this server's own page, made. */
const USER_DESTINATIONS: readonly unknown[] = [undefined, 'document', 'empty'];

/**
 * Whether a page that a browser shows asked for this, and not a person or a program: images and scripts of any page may point
 * anywhere, and browsers fetch them without `Origin`. A URL that is typed in, curl and PowerShell (which calls itself Mozilla)
 * pass.
 *
 * Browsers mark their requests (https://www.w3.org/TR/fetch-metadata/) only to https and localhost. For other addresses there is
 * only what they accept and where they come from, which a page can hide: https://www.w3.org/TR/referrer-policy/
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

/** Programs that call themselves Mozilla speak no languages. */
function isBrowser({ 'user-agent': agent = '', 'accept-language': languages }: IncomingHttpHeaders): boolean {
  return agent.startsWith('Mozilla/') && !/PowerShell/i.test(agent) && languages !== undefined;
}
