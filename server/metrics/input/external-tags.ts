import { canonicalTags, MAX_TAG_NAME_LENGTH, MAX_TAG_VALUE_LENGTH, MAX_TAGS, NO_TAGS } from '../../common/tags.js';

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
      if (earlier !== undefined && earlier !== value) return { problem: `has the tag '${printableName(name)}' twice` };
      tags.set(name, value);
    }
    for (const [name, value] of tags) if (!all.has(name)) all.set(name, value);
  }
  for (const [name, value] of all) {
    if (emptyMeansAbsent && value === '') all.delete(name);
    else {
      const problem = tagProblem(name, value);
      if (problem !== undefined) return { problem };
    }
  }
  if (all.size > MAX_TAGS) return { problem: `has ${all.size} tags; at most ${MAX_TAGS} are allowed` };
  return all.size === 0 ? NONE : { tags: canonicalTags(Object.fromEntries(all)) };
}

/** Returns the error of a tag as text that follows the name of its series; undefined if it is valid. */
export function tagProblem(name: string, value: string): string | undefined {
  if (name === '') return 'has a tag without a name';
  if (isLonger(name, MAX_TAG_NAME_LENGTH))
    return `has a tag '${printableName(name)}' whose name is longer than ${MAX_TAG_NAME_LENGTH} characters`;
  if (isLonger(value, MAX_TAG_VALUE_LENGTH)) {
    return `has a tag '${printableName(name)}' whose value is longer than ${MAX_TAG_VALUE_LENGTH} characters`;
  }
  return name.isWellFormed() && value.isWellFormed()
    ? undefined
    : `has a tag '${printableName(name)}' that is invalid Unicode`;
}

/** Counts Unicode characters, so an emoji counts as one. */
function isLonger(text: string, max: number): boolean {
  return text.length > max && Array.from(text).length > max;
}

function printableName(name: string): string {
  return name
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, MAX_TAG_NAME_LENGTH);
}
