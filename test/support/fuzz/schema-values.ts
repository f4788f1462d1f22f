import type { Schema } from './api-operations.js';
import type { Random } from './seeded-random.js';

/** The share of values that are anything but what the schema says. */
const WRONG = 0.08;

/** A value that a schema allows, nearly. */
export function valueOf(schema: Schema, random: Random): unknown {
  if (random.chance(WRONG)) return random.json();
  const { const: constant, enum: choices, anyOf, oneOf, allOf } = schema;
  if (constant !== undefined) return constant;
  if (isList(choices)) return random.of(choices);
  const variants = anyOf ?? oneOf;
  if (isList(variants)) return valueOf(random.of(variants) as Schema, random);
  if (isList(allOf)) return Object.assign({}, ...allOf.map((part) => valueOf(part as Schema, random)));
  return ofType(schema, random);
}

function isList(value: unknown): value is readonly [unknown, ...unknown[]] {
  return Array.isArray(value) && value.length > 0;
}

function ofType(schema: Schema, random: Random): unknown {
  const type = isList(schema.type) ? random.of(schema.type) : schema.type;
  switch (type) {
    case 'object':
      return objectOf(schema, random);
    case 'array':
      return Array.from({ length: random.below(5) }, () => valueOf((schema.items ?? {}) as Schema, random));
    case 'string':
      return stringOf(schema, random);
    case 'integer':
      return numberOf(schema, Math.trunc(random.of([0, 1, 5, -1, 2 ** 31, random.below(1_000)])));
    case 'number':
      return numberOf(schema, random.of([0, 1.5, -1, 1e308, Date.now(), random.fraction() * 100]));
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      return random.json();
  }
}

function objectOf({ properties, required, additionalProperties }: Schema, random: Random): unknown {
  const members = Object.entries((properties ?? {}) as Record<string, Schema>)
    .filter(([name]) => (isList(required) && required.includes(name) ? random.chance(0.97) : random.chance(0.4)))
    .map(([name, part]) => [name, valueOf(part, random)]);
  if (typeof additionalProperties === 'object' && additionalProperties !== null) {
    members.push([random.text(), valueOf(additionalProperties as Schema, random)]);
  }
  if (random.chance(0.05)) members.push([random.text(), random.json()]);
  return Object.fromEntries(members);
}

function stringOf({ format }: Schema, random: Random): string {
  if (format === 'date-time' && random.chance(0.7)) return new Date(Date.now() - random.below(1e9)).toISOString();
  return random.chance(0.5)
    ? random.of(['5m', '1h', 'ok', 'metrics', 'shop.orders', 'eu', 'a', 'inbox', '1w'])
    : random.text();
}

function numberOf({ minimum, maximum }: Schema, value: number): number {
  if (typeof minimum === 'number' && value < minimum) return minimum;
  return typeof maximum === 'number' && value > maximum ? maximum : value;
}
