import type { Tags } from './frame.js';
import { matchesGlob } from './glob.js';

/**
 * What a tag's value may be: a pattern in which `*` stands for any characters, or several of which one fits. With `!` in
 * front none of them may fit; a series without the tag fits then, too.
 */
export type TagPattern = string | readonly string[];
export type TagFilter = Readonly<Record<string, TagPattern>>;

/** Whether the series is meant. */
export function fitsTags(tags: Tags, filter: TagFilter): boolean {
  for (const [name, pattern] of Object.entries(filter)) {
    if (!fits(Object.hasOwn(tags, name) ? tags[name] : undefined, pattern)) return false;
  }
  return true;
}

function fits(value: string | undefined, pattern: TagPattern): boolean {
  const patterns = typeof pattern === 'string' ? [pattern] : pattern;
  const refused = patterns.filter((each) => each.startsWith('!'));
  if (value !== undefined && refused.some((each) => matchesGlob(each.slice(1), value))) return false;
  const wanted = patterns.filter((each) => !each.startsWith('!'));
  return wanted.length === 0 || (value !== undefined && wanted.some((each) => matchesGlob(each, value)));
}
