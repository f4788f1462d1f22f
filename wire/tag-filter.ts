import type { Tags } from './schemas/frame.js';
import { matchesGlob } from './glob.js';

/**
 * One or more patterns for the value of a tag, in which `*` matches any characters. The value must match one of the patterns
 * without a leading `!`, if there are any, and none of the patterns with one. A series without the tag matches if all patterns
 * have a leading `!`.
 */
export type TagPattern = string | readonly string[];
export type TagFilter = Readonly<Record<string, TagPattern>>;

/** Whether tags match a filter. */
export function matchesTags(tags: Tags, filter: TagFilter): boolean {
  for (const [name, pattern] of Object.entries(filter)) {
    if (!matches(Object.hasOwn(tags, name) ? tags[name] : undefined, pattern)) return false;
  }
  return true;
}

function matches(value: string | undefined, pattern: TagPattern): boolean {
  const patterns = typeof pattern === 'string' ? [pattern] : pattern;
  const excluded = patterns.filter((each) => each.startsWith('!'));
  if (value !== undefined && excluded.some((each) => matchesGlob(each.slice(1), value))) return false;
  const included = patterns.filter((each) => !each.startsWith('!'));
  return included.length === 0 || (value !== undefined && included.some((each) => matchesGlob(each, value)));
}
