import { isObject } from '../../wire/is-object.js';

/** Serializes a value with sorted member names, so that equal values have equal JSON. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    isObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}
