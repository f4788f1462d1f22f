import { z } from 'zod';

export const fieldTypeSchema = z.enum(['time', 'number', 'string', 'boolean', 'state']);
export type FieldType = z.infer<typeof fieldTypeSchema>;

export type Tags = Readonly<Record<string, string>>;

export type FieldValue = number | string | boolean | null;

/** A column. Times are milliseconds since 1970, possibly fractional. */
export const frameFieldSchema = z.object({
  name: z.string(),
  type: fieldTypeSchema,
  unit: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  values: z.array(z.union([z.number(), z.string(), z.boolean(), z.null()])),
});
export interface FrameField {
  name: string;
  type: FieldType;
  unit?: string;
  tags?: Tags;
  values: FieldValue[];
}

/** What every source returns and every panel draws: columns of one length. */
export const frameSchema = z.object({ fields: z.array(frameFieldSchema) }).meta({ id: 'Frame' });
export interface Frame {
  fields: FrameField[];
}
