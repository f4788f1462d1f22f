import { MAX_ID_LENGTH } from '../../../wire/limits.js';

/** Generates slugs for a title, without end: `shop`, `shop-2`, `shop-3`, … */
export function* slugCandidates(title: string): Generator<string, never> {
  const base = slugFromTitle(title);
  yield base;
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    yield base.slice(0, MAX_ID_LENGTH - suffix.length) + suffix;
  }
}

/** `Größe & Höhe` becomes `grosse-hohe`. A title without Latin letters and digits becomes `board`. */
function slugFromTitle(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, MAX_ID_LENGTH)
    .replace(/-+$/, '');
  return slug === '' ? 'board' : slug;
}
