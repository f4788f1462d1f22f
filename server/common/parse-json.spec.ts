import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from './parse-json.js';

/** Replaces objects by lists of pairs, in which names cannot be confused with members of the prototype. */
function withPairs(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withPairs);
  return { pairs: Object.entries(value).map(([name, member]) => [name, withPairs(member)]) };
}

/** Made of few letters, so that names have the same beginning, and of all kinds of characters that are escaped. */
const name = fc.string({ unit: fc.constantFrom('a', '/', '\\', '"', '\n', '\u0001', 'u', 'ö', '0'), maxLength: 4 });
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, name, fc.integer(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('any'), { maxLength: 3 }),
  object: fc.dictionary(name, tie('any'), { maxKeys: 4 }),
})).any;

/** Escapes all characters that are not ASCII, like Python's `json.dumps`. */
const escapeAll = (json: string): string =>
  json.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

describe('parseJson', () => {
  it('distinguishes an escaped name from a name that begins like its escape', () => {
    for (const [before, text, expected] of [
      ['{"h":[],"\\\\":0}', '{"h":1,"\\"":2}', { h: 1, '"': 2 }],
      ['{"i":1,"gr\\\\u0":2}', '{"i":1,"gr\\u00f6\\u00dfe":2}', { i: 1, größe: 2 }],
      ['{"j":1,"\\\\":2}', '{"j":1,"\\n" :2}', { j: 1, '\n': 2 }],
    ] as const) {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        JSON.parse(before);
        expect(parseJson(text)).toEqual(expected);
      }
    }
  });

  it('parses the output of JSON.stringify with any escapes', () => {
    fc.assert(
      fc.property(value, (any) => {
        for (const text of [JSON.stringify(any), escapeAll(JSON.stringify(any)), JSON.stringify(any, null, '\t')]) {
          expect(withPairs(parseJson(text))).toEqual(withPairs(any));
        }
      }),
    );
  });

  it('accepts and rejects the same texts as JSON.parse', () => {
    const text = fc.string({
      unit: fc.constantFrom('{', '}', '"', '\\', 'a', ':', ',', '[', ']', ' ', '1', 'n', '\n'),
    });
    const resultOf = (parse: (text: string) => unknown, json: string): string => {
      try {
        parse(json);
        return 'accepted';
      } catch {
        return 'rejected';
      }
    };
    fc.assert(
      fc.property(text, (json) => {
        expect(resultOf(parseJson, json)).toBe(resultOf(JSON.parse, json));
      }),
    );
  });

  it('does not keep a long text in memory because of its names', () => {
    // The names would have more characters than a string can have, if each of them kept the whole text.
    const names = 60_000;
    const text = 'x\uE000'.padEnd(10_000, '\uE000');
    const parsed = parseJson(`{"a":"${text}","b":[${'{"\\n":0},'.repeat(names - 1)}{"\\n":0}]}`) as { b: unknown[] };
    expect(parsed.b).toHaveLength(names);
    expect(parsed.b.at(-1)).toEqual({ '\n': 0 });
  });

  it('reads escaped names at any depth', () => {
    const depth = 50_000;
    let value = parseJson(`${'{"\\n":'.repeat(depth)}1${'}'.repeat(depth)}`) as Record<string, unknown>;
    for (let level = 1; level < depth; level += 1) value = value['\n'] as Record<string, unknown>;
    expect(value).toEqual({ '\n': 1 });
  });

  it('keeps the last of equal names, and never sets a prototype', () => {
    expect(parseJson('{"ab":1,"a\\u0062":2}')).toEqual({ ab: 2 });
    const parsed = parseJson('{"__proto\\u005f_":{"a":1}}') as object;
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(Object.keys(parsed)).toEqual(['__proto__']);
  });
});
