import { z } from 'zod';
import { keyProblem } from './key-problem.js';

/** The key of a metric, status or table. */
export const keySchema = z.string().superRefine((key, context) => {
  const message = keyProblem(key);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});
