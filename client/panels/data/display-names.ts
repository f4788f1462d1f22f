import { groupBy } from '../../common/group-by';
import { originalName } from '../../../wire/escaped-names';

/** The names that keys were made of, by key. Keys of one name are shown as they are, or nobody could tell them apart. */
export function displayNamesOf(keys: Iterable<string>): ReadonlyMap<string, string> {
  const all = [...new Set(keys)].map((key) => [key, originalName(key)] as const);
  const sharing = groupBy(all, ([, name]) => name);
  return new Map(all.map(([key, name]) => [key, sharing.get(name)?.length === 1 ? name : key]));
}
