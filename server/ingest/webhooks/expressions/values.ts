import { type Budget } from './budget.js';
import { stableJson } from '../../../common/stable-json.js';
import { isObject } from '../../../../wire/is-object.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is true in JMESPath: all values except null, false, and empty texts, lists and objects. */
export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Whether two JSON values are equal, whatever the order of their members. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((each, index) => isEqual(each, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  );
}

/** Returns a value as JSON. @throws RangeError if it is too long or nested too deeply */
export function jsonOf(value: unknown, budget: Budget): string {
  spendJson(value, budget);
  return JSON.stringify(value);
}

/** Returns a value as JSON with members sorted by name. @throws RangeError if it is too long or nested too deeply */
export function stableJsonOf(value: unknown, budget: Budget): string {
  spendJson(value, budget);
  return stableJson(value);
}

/** Characters that JSON escapes with six characters, and with two. */
const SIX = /[\p{Cc}\p{Cs}]/u;
const TWO = /["\\]/;

/** Charges the budget before the text is created, because the text of lists that share elements can be much longer. */
function spendJson(value: unknown, budget: Budget): void {
  budget.spend(2);
  if (typeof value === 'string') {
    budget.spend(value.length * (SIX.test(value) ? 6 : TWO.test(value) ? 2 : 1));
  } else if (Array.isArray(value)) {
    for (const each of value) spendJson(each, budget);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      spendJson(name, budget);
      spendJson(member, budget);
    }
  } else {
    budget.spend(String(value).length);
  }
}
