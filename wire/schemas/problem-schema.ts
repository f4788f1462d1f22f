import { z } from 'zod';

/** An error at a path of the input; in board files also with a line, counted from 1. */
export interface InputError {
  line?: number | undefined;
  path: string;
  message: string;
}

const inputErrorSchema = z.object({
  line: z.int().optional(),
  path: z.string(),
  message: z.string(),
}) satisfies z.ZodType<InputError>;

/** An error response: `application/problem+json` (RFC 9457). */
export const problemSchema = z
  .object({
    status: z.int(),
    title: z.string(),
    detail: z.string(),
    errors: z.array(inputErrorSchema).optional(),
  })
  .meta({ id: 'Problem' });
export type ProblemDocument = z.infer<typeof problemSchema>;
