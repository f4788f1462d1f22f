import { canonicalTags, NO_TAGS, printableTagName, tagsProblem } from '../common/tags.js';

/** The name and value of a tag as another system sends them. */
export type ExternalTag = readonly [name: string, value: string];

/** Valid tags in their canonical form. */
export interface CanonicalTags {
  readonly tags: string;
}

/** Canonical tags, or the reason why a series cannot have them. */
export type ExternalTags = CanonicalTags | { readonly problem: string };

const NONE: ExternalTags = { tags: NO_TAGS };

/**
 * Returns the canonical tags of a series of another system. Equal tags in any order make one series, and different tags never do:
 * tags beyond the limits are an error, and nothing is shortened or omitted. Control characters in values are kept.
 *
 * @param groups if two groups have a tag of the same name, the value of the earlier group is used. A name that has two values
 * within one group is a problem.
 * @param options.emptyMeansAbsent whether an empty value means that the tag does not exist, as in Prometheus
 */
export function externalTags(
  groups: readonly (readonly ExternalTag[])[],
  { emptyMeansAbsent = false } = {},
): ExternalTags {
  const all = new Map<string, string>();
  for (const group of groups) {
    const tags = new Map<string, string>();
    for (const [name, value] of group) {
      const earlier = tags.get(name);
      if (earlier !== undefined && earlier !== value)
        return { problem: `has the tag '${printableTagName(name)}' twice` };
      tags.set(name, value);
    }
    for (const [name, value] of tags) if (!all.has(name)) all.set(name, value);
  }
  if (emptyMeansAbsent) for (const [name, value] of all) if (value === '') all.delete(name);
  const problem = tagsProblem(all);
  if (problem !== undefined) return { problem };
  return all.size === 0 ? NONE : { tags: canonicalTags(Object.fromEntries(all)) };
}
