import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Problem } from './problem.js';
import { parse } from './validate.js';

const schema = z.object({ title: z.string().min(1), lines: z.array(z.object({ count: z.int() })).default([]) });

function refusal(input: unknown): Problem {
  try {
    parse(schema, input);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('It was taken.');
}

describe('parse', () => {
  it('answers the input as the schema reads it', () => {
    expect(parse(schema, { title: 'x', more: 1 })).toEqual({ title: 'x', lines: [] });
  });

  it('names by path what is wrong', () => {
    const problem = refusal({ title: '', lines: [{ count: 1 }, { count: 'x' }] });
    expect(problem.getStatus()).toBe(422);
    expect(problem.errors?.map(({ path }) => path)).toEqual(['title', 'lines[1].count']);
    expect(problem.detail).toMatch(/^title: .*\(and 1 more, see errors\)$/);
  });

  it('says in words for people what is missing, and what it must be', () => {
    const messages = (input: unknown): (string | undefined)[] =>
      (refusal(input).errors ?? []).map(({ path, message }) => `${path} ${message}`);
    expect(messages({ lines: [{}, { count: 'x' }] })).toEqual([
      'title is missing: it must be a text',
      'lines[0].count is missing: it must be a number',
      'lines[1].count must be a number',
    ]);
    expect(messages({ title: 'x', lines: 1 })).toEqual(['lines must be a list']);
  });

  it.each([undefined, null, 7, 'x', []])('takes %j as input that is wrong as a whole', (input) => {
    expect(refusal(input).errors).toEqual([{ path: '', message: expect.any(String) as unknown }]);
  });

  it('does not repeat the same mistake without end', () => {
    const lines = Array.from({ length: 1_000 }, () => ({ count: 'x' }));
    expect(refusal({ title: 'x', lines }).errors).toHaveLength(20);
  });
});
