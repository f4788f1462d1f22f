import { z } from 'zod';

/** An error answer: RFC 9457 `application/problem+json`. */
export const problemSchema = z
  .object({
    status: z.int(),
    title: z.string(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type ProblemDocument = z.infer<typeof problemSchema>;
export type InputError = NonNullable<ProblemDocument['errors']>[number];
