import { z } from 'zod';

/** The name of a webhook in its URL. */
export const webhookNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be 1-64 of a-z 0-9 and -, like my-backups');
