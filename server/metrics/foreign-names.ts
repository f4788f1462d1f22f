import { keyProblem, MAX_KEY } from './metric-key.js';
import { canonicalTags, MAX_TAG_NAME, MAX_TAG_VALUE, MAX_TAGS, NO_TAGS } from './tags.js';

const NOT_ALLOWED = /[^A-Za-z0-9._:/-]/gu;
const UNPRINTABLE = /\p{Cc}+/gu;

/**
 * The key of a metric that another system named, so that equal names always make equal keys: each character that no key
 * has becomes `_`, a segment `.` or `..` too, empty segments go, and what is beyond 200 characters is cut off.
 * @returns undefined where nothing of it is left.
 */
export function foreignKey(name: string): string | undefined {
  if (keyProblem(name) === undefined) return name;
  const key = segmentsOf(name.replace(NOT_ALLOWED, '_').slice(0, MAX_KEY));
  return key === '' ? undefined : key;
}

function segmentsOf(path: string): string {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => (segment === '.' || segment === '..' ? '_'.repeat(segment.length) : segment))
    .join('/');
}

/** A tag's name and value, as another system calls them. */
export type ForeignTag = readonly [name: string, value: string];

/**
 * Canonical tags of what another system told of a series, so that equal tags in any order make one series. Control
 * characters go; names are cut to 64 characters and values to 256; tags without a name or a value are left out, for most
 * systems take an empty value for none. At most 20 remain: the groups come in the order of their importance, and within
 * one the names in alphabetical order. Of a name that comes twice the first counts.
 */
export function foreignTags(...groups: readonly (readonly ForeignTag[])[]): string {
  const kept = new Map<string, string>();
  for (const group of groups) {
    const tags = group
      .map(([name, value]) => [cleaned(name, MAX_TAG_NAME), cleaned(value, MAX_TAG_VALUE)] as const)
      .filter(([name, value]) => name !== '' && value !== '');
    if (tags.length > 1) tags.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    for (const [name, value] of tags) {
      if (kept.size < MAX_TAGS && !kept.has(name)) kept.set(name, value);
    }
  }
  return kept.size === 0 ? NO_TAGS : canonicalTags(Object.fromEntries(kept));
}

function cleaned(text: string, max: number): string {
  const clean = text.isWellFormed() ? text : text.toWellFormed();
  const printable = clean.replace(UNPRINTABLE, '');
  return printable.length <= max ? printable : Array.from(printable).slice(0, max).join('');
}
