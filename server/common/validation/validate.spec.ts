import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Problem } from '../errors/problem.js';
import { validate } from './validate.js';

const schema = z.object({ title: z.string().min(1), lines: z.array(z.object({ count: z.int() })).default([]) });

function rejectionOf(input: unknown): Problem {
  try {
    validate(schema, input);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('It was taken.');
}

describe('validate', () => {
  it('returns the input as the schema parses it', () => {
    expect(validate(schema, { title: 'x', more: 1 })).toEqual({ title: 'x', lines: [] });
  });

  it('names errors by path', () => {
    const problem = rejectionOf({ title: '', lines: [{ count: 1 }, { count: 'x' }] });
    expect(problem.getStatus()).toBe(422);
    expect(problem.errors?.map(({ path }) => path)).toEqual(['title', 'lines[1].count']);
    expect(problem.detail).toMatch(/^title: .*\(and 1 more, see errors\)$/);
  });

  it('says what is missing and what it must be', () => {
    const messages = (input: unknown): (string | undefined)[] =>
      (rejectionOf(input).errors ?? []).map(({ path, message }) => `${path} ${message}`);
    expect(messages({ lines: [{}, { count: 'x' }] })).toEqual([
      'title is missing: it must be a string',
      'lines[0].count is missing: it must be a number',
      'lines[1].count must be a number',
    ]);
    expect(messages({ title: 'x', lines: 1 })).toEqual(['lines must be a list']);
  });

  it('reports errors within unions and in names', () => {
    const lower = z.string().regex(/^[a-z]+$/, 'must be in lower case');
    const forms = z.object({
      state: z.union([z.literal('ok', 'must be ok'), z.object({ of: lower, map: z.record(lower, z.number()) })]),
      tags: z.union([z.string(), z.array(z.string())]).optional(),
    });
    const errors = (input: unknown): unknown => {
      try {
        return validate(forms, input);
      } catch (error) {
        return (error as Problem).errors?.map(({ path, message }) => `${path} ${message}`);
      }
    };
    expect(errors({ state: { of: 'A', map: { B: 1, c: 'x' } } })).toEqual([
      'state.of must be in lower case',
      'state.map.B must be in lower case',
      'state.map.c must be a number',
    ]);
    expect(errors({ state: 7, tags: 7 })).toEqual([
      'state must be ok, or must be an object',
      'tags must be a string, or must be a list',
    ]);
  });

  it.each([undefined, null, 7, 'x', []])('rejects %j with an empty path', (input) => {
    expect(rejectionOf(input).errors).toEqual([{ path: '', message: expect.any(String) as unknown }]);
  });

  it('limits the number of errors', () => {
    const lines = Array.from({ length: 1_000 }, () => ({ count: 'x' }));
    expect(rejectionOf({ title: 'x', lines }).errors).toHaveLength(20);
  });
});
