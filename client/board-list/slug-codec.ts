import { isSlug } from '../../wire/slug';
import type { Codec } from '../ui/form/codecs';

/** Reads the slug of a board. If empty, the server derives it from the title. */
export const SLUG: Codec<string> = {
  format: String,
  parse(text) {
    const slug = text.trim();
    if (slug === '') return { value: undefined };
    return isSlug(slug) ? { value: slug } : { problem: $localize`Use 1–64 lowercase letters, digits or hyphens.` };
  },
};
