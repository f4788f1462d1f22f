import type { Schema } from './api-operations.js';
import type { SeededRandom } from './seeded-random.js';

/** The share of values that ignore the schema. */
const INVALID_SHARE = 0.08;

/** Returns a random value that the schema mostly allows. */
export function randomValue(schema: Schema, random: SeededRandom): unknown {
  if (random.chance(INVALID_SHARE)) return random.jsonValue();
  const { const: constant, enum: choices, anyOf, oneOf, allOf } = schema;
  if (constant !== undefined) return constant;
  if (isList(choices)) return random.pick(choices);
  const variants = anyOf ?? oneOf;
  if (isList(variants)) return randomValue(random.pick(variants) as Schema, random);
  if (isList(allOf)) return Object.assign({}, ...allOf.map((part) => randomValue(part as Schema, random)));
  return ofType(schema, random);
}

function isList(value: unknown): value is readonly [unknown, ...unknown[]] {
  return Array.isArray(value) && value.length > 0;
}

function ofType(schema: Schema, random: SeededRandom): unknown {
  const type = isList(schema.type) ? random.pick(schema.type) : schema.type;
  switch (type) {
    case 'object':
      return objectOf(schema, random);
    case 'array':
      return Array.from({ length: random.integer(5) }, () => randomValue((schema.items ?? {}) as Schema, random));
    case 'string':
      return stringOf(schema, random);
    case 'integer':
      return numberOf(schema, Math.trunc(random.pick([0, 1, 5, -1, 2 ** 31, random.integer(1_000)])));
    case 'number':
      return numberOf(schema, random.pick([0, 1.5, -1, 1e308, Date.now(), random.fraction() * 100]));
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      return random.jsonValue();
  }
}

function objectOf({ properties, required, additionalProperties }: Schema, random: SeededRandom): unknown {
  const members = Object.entries((properties ?? {}) as Record<string, Schema>)
    .filter(([name]) => (isList(required) && required.includes(name) ? random.chance(0.97) : random.chance(0.4)))
    .map(([name, part]) => [name, randomValue(part, random)]);
  if (typeof additionalProperties === 'object' && additionalProperties !== null) {
    members.push([random.text(), randomValue(additionalProperties as Schema, random)]);
  }
  if (random.chance(0.05)) members.push([random.text(), random.jsonValue()]);
  return Object.fromEntries(members);
}

function stringOf({ format }: Schema, random: SeededRandom): string {
  if (format === 'date-time' && random.chance(0.7)) return new Date(Date.now() - random.integer(1e9)).toISOString();
  return random.chance(0.5)
    ? random.pick(['5m', '1h', 'ok', 'metrics', 'shop.orders', 'eu', 'a', 'inbox', '1w'])
    : random.text();
}

function numberOf({ minimum, maximum }: Schema, value: number): number {
  if (typeof minimum === 'number' && value < minimum) return minimum;
  return typeof maximum === 'number' && value > maximum ? maximum : value;
}
