import type { Tags } from '../../../wire/schemas/frame.js';

/** Whether the tags include all wanted tags. */
export function hasTags(tags: Tags, wanted: Tags): boolean {
  return Object.entries(wanted).every(([name, value]) => Object.hasOwn(tags, name) && tags[name] === value);
}
