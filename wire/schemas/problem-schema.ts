import { z } from 'zod';

/** An error at a path of the input; in board files also with a line, counted from 1. */
export interface InputError {
  /** The line in a board file, counted from 1. */
  line?: number | undefined;
  /** Where the error is, like `panels[0].query.metric`. */
  path: string;
  /** What is wrong, to follow the path, like `must be a finite number`. */
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
