const MAX_LENGTH = 64;

/** Slugs after a title, best first, without an end: `shop`, `shop-2`, `shop-3`, … */
export function* slugsAfter(title: string): Generator<string, never> {
  const base = slugOf(title);
  yield base;
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    yield base.slice(0, MAX_LENGTH - suffix.length) + suffix;
  }
}

/** `Größe & Höhe` becomes `grosse-hohe`; a title without any Latin letter or digit becomes `board`. */
function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/-+$/, '');
  return slug === '' ? 'board' : slug;
}
