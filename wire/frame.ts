import { z } from 'zod';

export const fieldTypeSchema = z.enum(['time', 'number', 'string', 'boolean', 'state']);
export type FieldType = z.infer<typeof fieldTypeSchema>;

export type Tags = Readonly<Record<string, string>>;

/**
 * A column. Times are milliseconds since 1970, possibly fractional. `endedAt` is there where the series is known to have
 * ended: its sender said so, or it stayed silent for ten times its expected interval.
 */
export const frameFieldSchema = z.object({
  name: z.string(),
  type: fieldTypeSchema,
  unit: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  endedAt: z.number().optional(),
  values: z.array(z.union([z.number(), z.string(), z.boolean(), z.null()])),
});
export type FrameField = z.infer<typeof frameFieldSchema>;
export type FieldValue = FrameField['values'][number];

/** What every source returns and every panel draws: columns of one length. */
export const frameSchema = z.object({ fields: z.array(frameFieldSchema) }).meta({ id: 'Frame' });
export type Frame = z.infer<typeof frameSchema>;
