import { originalName } from '../../wire/escaped-names.js';

/** Returns the member `name` of a list item: the original name behind a key, if it differs from the key. */
export function readableName(key: string): { name?: string } {
  const name = originalName(key);
  return name === key ? {} : { name };
}
