const ABSOLUTE_FORM = /^https?:\/\/[^/?#]*/i;

/**
 * The path of a request target (RFC 9112, section 3.2): of `/path?query` and of `http://host/path`. It is as it was sent,
 * neither dots nor escapes are resolved, so that every decision by the path uses the same one. Undefined where the
 * target has no path, or one that URL parsers take for a host (`//host`).
 */
export function pathOfTarget(target: string): string | undefined {
  const [origin = ''] = ABSOLUTE_FORM.exec(target) ?? [];
  const [path = ''] = target.slice(origin.length).split(/[?#]/, 1);
  if (path === '' && origin !== '') return '/';
  return path.startsWith('/') && !path.startsWith('//') ? path : undefined;
}
