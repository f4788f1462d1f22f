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
