import { createHash } from 'node:crypto';
import { type Budget, ELEMENT_COST, MEMBER_COST } from './budget.js';
import { jsonOf, type JsonObject, stableJsonOf } from './values.js';
import { isObject } from '../../../../wire/is-object.js';

/** A compiled expression. */
export type Evaluate = (value: unknown, budget: Budget) => unknown;

/** The type of an argument. `expression` is an argument written as `&…`. */
export type ArgumentType = 'any' | 'number' | 'string' | 'list' | 'object' | 'numbers' | 'strings' | 'expression';

export interface FunctionDefinition {
  /** The allowed types of each argument. */
  readonly parameters: readonly (readonly ArgumentType[])[];
  /** Whether the last argument may be repeated. */
  readonly isVariadic?: boolean;
  /** Calls the function. The types of the arguments were checked against `parameters`. */
  call(args: readonly unknown[], budget: Budget): unknown;
}

const NUMBER = ['number'] as const;
const STRING = ['string'] as const;
const LIST = ['list'] as const;
const OBJECT = ['object'] as const;
const ANY = ['any'] as const;
const EXPRESSION = ['expression'] as const;
const SORTABLE = ['numbers', 'strings'] as const;

/** A value that can be sorted. */
type Sortable = string | number;

/**
 * The functions of JMESPath (https://jmespath.org/specification.html#built-in-functions), and three for building keys:
 * `hash(any)`, 16 hexadecimal digits that are equal for equal values, `without(object, names)`, and `split(text, separator)`
 * (https://github.com/jmespath-community/jmespath.spec/blob/main/jep-014-string-functions.md).
 */
export const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map<string, FunctionDefinition>([
  ['abs', { parameters: [NUMBER], call: ([value]: readonly [number]) => Math.abs(value) }],
  [
    'avg',
    {
      parameters: [['numbers']],
      call: ([all]: readonly [number[]]) => (all.length === 0 ? null : sum(all) / all.length),
    },
  ],
  ['ceil', { parameters: [NUMBER], call: ([value]: readonly [number]) => Math.ceil(value) }],
  ['contains', { parameters: [['string', 'list'], ANY], call: contains }],
  ['ends_with', { parameters: [STRING, STRING], call: ([text, end]: readonly [string, string]) => text.endsWith(end) }],
  ['floor', { parameters: [NUMBER], call: ([value]: readonly [number]) => Math.floor(value) }],
  ['hash', { parameters: [ANY], call: hash }],
  ['join', { parameters: [STRING, ['strings']], call: join }],
  [
    'keys',
    { parameters: [OBJECT], call: ([object]: readonly [JsonObject], budget) => charged(Object.keys(object), budget) },
  ],
  ['length', { parameters: [['string', 'list', 'object']], call: length }],
  ['map', { parameters: [EXPRESSION, LIST], call: map }],
  ['max', { parameters: [SORTABLE], call: ([all]: readonly [Sortable[]]) => bestOf(all, (value) => value, 1) }],
  ['max_by', { parameters: [LIST, EXPRESSION], call: bestBy(1) }],
  ['merge', { parameters: [OBJECT], isVariadic: true, call: merge }],
  ['min', { parameters: [SORTABLE], call: ([all]: readonly [Sortable[]]) => bestOf(all, (value) => value, -1) }],
  ['min_by', { parameters: [LIST, EXPRESSION], call: bestBy(-1) }],
  ['not_null', { parameters: [ANY], isVariadic: true, call: (all) => all.find((each) => each !== null) ?? null }],
  ['reverse', { parameters: [['string', 'list']], call: reverse }],
  [
    'sort',
    { parameters: [SORTABLE], call: ([all]: readonly [Sortable[]], budget) => charged([...all], budget).sort(compare) },
  ],
  ['sort_by', { parameters: [LIST, EXPRESSION], call: sortBy }],
  ['split', { parameters: [STRING, STRING], call: split }],
  [
    'starts_with',
    { parameters: [STRING, STRING], call: ([text, start]: readonly [string, string]) => text.startsWith(start) },
  ],
  ['sum', { parameters: [['numbers']], call: ([all]: readonly [number[]]) => sum(all) }],
  ['to_array', { parameters: [ANY], call: ([value]: readonly [unknown]): unknown[] => [value].flat() }],
  ['to_number', { parameters: [ANY], call: toNumber }],
  ['to_string', { parameters: [ANY], call: ([value]: readonly [unknown], budget) => toText(value, budget) }],
  ['type', { parameters: [ANY], call: ([value]: readonly [unknown]) => typeName(value) }],
  [
    'values',
    { parameters: [OBJECT], call: ([object]: readonly [JsonObject], budget) => charged(Object.values(object), budget) },
  ],
  ['without', { parameters: [OBJECT, ['strings']], call: without }],
]);

/** Returns the name of a value's type in JMESPath. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Whether a value has the type of an argument. */
export function isOfType(value: unknown, type: ArgumentType): boolean {
  switch (type) {
    case 'any':
      return typeof value !== 'function';
    case 'number':
    case 'string':
      return typeof value === type;
    case 'list':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'numbers':
      return Array.isArray(value) && value.every((each) => typeof each === 'number');
    case 'strings':
      return Array.isArray(value) && value.every((each) => typeof each === 'string');
    case 'expression':
      return typeof value === 'function';
  }
}

/** Charges the budget for a new list, and returns the list. */
function charged<T>(list: T[], budget: Budget): T[] {
  budget.spend(list.length * ELEMENT_COST);
  return list;
}

function sum(all: readonly number[]): number {
  return all.reduce((total, each) => total + each, 0);
}

/**
 * Limit of the product of the lengths of two strings. Searching one within the other can take that many steps, and nothing can interrupt
 * it. (V8 uses only the last 250 characters of the text that it searches for.)
 */
const MAX_SEARCH = 1e9;

function contains([subject, searched]: readonly [string | readonly unknown[], unknown]): boolean {
  if (typeof subject !== 'string') return subject.includes(searched);
  if (typeof searched !== 'string') return false;
  if (subject.length * searched.length > MAX_SEARCH) throw new RangeError('too much');
  return subject.includes(searched);
}

function hash([value]: readonly [unknown], budget: Budget): string {
  return createHash('sha256').update(stableJsonOf(value, budget)).digest('hex').slice(0, 16);
}

function join([separator, parts]: readonly [string, readonly string[]], budget: Budget): string {
  for (const part of parts) budget.spend(part.length + separator.length);
  return parts.join(separator);
}

function length([value]: readonly [string | readonly unknown[] | JsonObject]): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : Object.keys(value).length;
}

function map([evaluate, list]: readonly [Evaluate, readonly unknown[]], budget: Budget): unknown[] {
  budget.spend(list.length * ELEMENT_COST);
  return list.map((each) => evaluate(each, budget));
}

function merge(objects: readonly JsonObject[], budget: Budget): JsonObject {
  const members = objects.flatMap((object) => Object.entries(object));
  budget.spend(members.length * MEMBER_COST);
  return Object.fromEntries(members);
}

function reverse([value]: readonly [string | readonly unknown[]], budget: Budget): string | unknown[] {
  budget.spend(value.length * ELEMENT_COST);
  return typeof value === 'string' ? Array.from(value).reverse().join('') : value.toReversed();
}

function split([text, separator]: readonly [string, string], budget: Budget): string[] {
  if (separator === '') throw new Error('the separator of split() must not be empty');
  if (text.length * separator.length > MAX_SEARCH) throw new RangeError('too much');
  budget.spend(text.length + (text.length / separator.length + 1) * ELEMENT_COST);
  return text.split(separator);
}

function toNumber([value]: readonly [unknown]): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function toText(value: unknown, budget: Budget): string {
  return typeof value === 'string' ? value : jsonOf(value, budget);
}

function without([object, names]: readonly [JsonObject, readonly string[]], budget: Budget): JsonObject {
  const left = Object.entries(object).filter(([name]) => !names.includes(name));
  budget.spend(left.length * MEMBER_COST);
  return Object.fromEntries(left);
}

/** Compares two values. The engine can be interrupted between calls of this function, but not within its built-in sort of strings. */
function compare(a: Sortable, b: Sortable): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function bestOf<T>(all: readonly T[], keyOf: (each: T) => Sortable, sign: 1 | -1): T | null {
  let found: { each: T; key: Sortable } | undefined;
  for (const each of all) {
    const key = keyOf(each);
    if (!found || compare(key, found.key) * sign > 0) found = { each, key };
  }
  return found?.each ?? null;
}

function bestBy(sign: 1 | -1) {
  return ([list, evaluate]: readonly [readonly unknown[], Evaluate], budget: Budget): unknown => {
    const keys = sortableKeys(list, evaluate, budget);
    const entry = bestOf([...list.entries()], ([index]) => keys[index] as Sortable, sign);
    return entry?.[1] ?? null;
  };
}

/** Sorts by keys, each of which is evaluated once. */
function sortBy([list, evaluate]: readonly [readonly unknown[], Evaluate], budget: Budget): unknown[] {
  const keys = sortableKeys(list, evaluate, budget);
  return [...list.keys()].sort((a, b) => compare(keys[a] as Sortable, keys[b] as Sortable)).map((index) => list[index]);
}

function sortableKeys(list: readonly unknown[], evaluate: Evaluate, budget: Budget): Sortable[] {
  // For the keys, their positions and the result.
  budget.spend(3 * list.length * ELEMENT_COST);
  const keys = list.map((each) => evaluate(each, budget));
  if (!isOfType(keys, 'numbers') && !isOfType(keys, 'strings')) {
    throw new Error('the keys to sort or compare by must be all numbers or all strings');
  }
  return keys as Sortable[];
}
