const ABSOLUTE_FORM = /^https?:\/\/[^/?#]*/i;

/**
 * Returns the path of a request target (RFC 9112, section 3.2), such as `/path?query` or `http://host/path`. Dots and escapes are
 * not resolved, so that every decision by path uses the same text. Undefined if the target has no path, or one that URL parsers
 * read as a host (`//host`).
 */
export function pathOfTarget(target: string): string | undefined {
  const [origin = ''] = ABSOLUTE_FORM.exec(target) ?? [];
  const [path = ''] = target.slice(origin.length).split(/[?#]/, 1);
  if (path === '' && origin !== '') return '/';
  return path.startsWith('/') && !path.startsWith('//') ? path : undefined;
}

/**
 * Removes a prefix from a request target, also from one in absolute form (RFC 9112, section 3.2.2).
 * @param prefix without a slash at its end, not empty
 * @returns undefined if the path is not below the prefix, or is malformed
 */
export function withoutPrefix(url: string, prefix: string): string | undefined {
  const path = pathOfTarget(url);
  if (path !== prefix && path?.startsWith(`${prefix}/`) !== true) return undefined;
  // The path is the end of the target without query.
  const [target = ''] = url.split(/[?#]/, 1);
  const start = target.length - path.length;
  const rest = target.slice(start + prefix.length);
  return `${target.slice(0, start)}${rest === '' ? '/' : rest}${url.slice(target.length)}`;
}
