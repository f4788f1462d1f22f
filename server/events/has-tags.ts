import type { Tags } from '../../wire/frame.js';

/** Whether all that is wanted is among the tags. */
export function hasTags(tags: Tags, wanted: Tags): boolean {
  return Object.entries(wanted).every(([name, value]) => Object.hasOwn(tags, name) && tags[name] === value);
}
