import { parseDuration } from '../../wire/duration.js';
import { MAX_ID_LENGTH } from '../../wire/limits.js';
import type { Collector } from './contracts/collector.js';
import type { Source } from './contracts/source.js';

const NAME = new RegExp(`^[A-Za-z0-9][A-Za-z0-9._-]{0,${MAX_ID_LENGTH - 1}}$`);

/** What a class may lack that was written without TypeScript. */
type Unchecked<T> = { readonly [Member in keyof T]?: unknown };

/** Returns what is wrong with a source. */
export function sourceProblems({ name, schema, topics, load }: Unchecked<Source>): string[] {
  return [
    ...nameProblems(name),
    ...(isSchema(schema) ? [] : ["'schema' must be a zod schema of its queries"]),
    ...missingMethods({ topics, load }),
  ];
}

/** Returns what is wrong with a collector. */
export function collectorProblems({ name, every, collect }: Unchecked<Collector>): string[] {
  const everyMs = typeof every === 'string' ? parseDuration(every) : undefined;
  return [
    ...nameProblems(name),
    ...(everyMs === undefined || everyMs === 0
      ? [`'every' is ${show(every)}, but must be a whole number above 0 and one of ms, s, m, h, d, like '30s'`]
      : []),
    ...missingMethods({ collect }),
  ];
}

function nameProblems(name: unknown): string[] {
  if (typeof name === 'string' && NAME.test(name)) return [];
  const rule = `1-${MAX_ID_LENGTH} of the characters A-Z a-z 0-9 . _ -, and begin with a letter or digit, like 'weather'`;
  return [`'name' is ${show(name)}, but must be ${rule}`];
}

function missingMethods(methods: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(methods)
    .filter(([, method]) => typeof method !== 'function')
    .map(([name]) => `it has no method ${name}()`);
}

function isSchema(schema: unknown): boolean {
  return typeof (schema as { safeParse?: unknown } | null | undefined)?.safeParse === 'function';
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
