import { z } from 'zod';

/** What is wrong, at which path of the input; of a board's file also in which line, counted from 1. */
const inputErrorSchema = z.object({ line: z.int().optional(), path: z.string(), message: z.string() });
export type InputError = z.infer<typeof inputErrorSchema>;

/** An error answer: RFC 9457 `application/problem+json`. */
export const problemSchema = z
  .object({
    status: z.int(),
    title: z.string(),
    detail: z.string(),
    errors: z.array(inputErrorSchema).optional(),
  })
  .meta({ id: 'Problem' });
export type ProblemDocument = z.infer<typeof problemSchema>;
