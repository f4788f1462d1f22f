import { groupBy } from '../../common/group-by';
import { originalName } from '../../../wire/escaped-names';

/**
 * Returns the names that keys were made from, by key. Keys with the same name are shown as they are, so that they can
 * be distinguished.
 */
export function displayNamesOf(keys: Iterable<string>): ReadonlyMap<string, string> {
  const all = [...new Set(keys)].map((key) => [key, originalName(key)] as const);
  const sharing = groupBy(all, ([, name]) => name);
  return new Map(all.map(([key, name]) => [key, sharing.get(name)?.length === 1 ? name : key]));
}
