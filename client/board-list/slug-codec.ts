import { isSlug } from '../../wire/slug';
import type { Codec } from '../ui/form/codecs';

/** A board's address; none is made after its title. */
export const SLUG: Codec<string> = {
  format: String,
  parse(text) {
    const slug = text.trim();
    if (slug === '') return { value: undefined };
    return isSlug(slug)
      ? { value: slug }
      : { problem: $localize`Write 1 to 64 of these: small letters a-z, digits and -.` };
  },
};
