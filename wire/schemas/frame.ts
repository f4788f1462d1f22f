import { z } from 'zod';

export const fieldTypeSchema = z.enum(['time', 'number', 'string', 'boolean', 'state']);
export type FieldType = z.infer<typeof fieldTypeSchema>;

export type Tags = Readonly<Record<string, string>>;

/**
 * A column. Times are milliseconds since 1970, possibly fractional.
 *
 * - `endedAt` is present if the series has ended: its sender ended it, or it had no value for ten times its expected interval.
 * - `dates` is present in a column of times if some values are dates without a time of day: `true` if all are, or else their
 *   row numbers (only in frames that are always sent whole). Their value is midnight UTC, but they mean the same date in all
 *   time zones.
 * - `every`, `aggregate` and `across` are present in the first column of times if the rows are buckets: the length of the
 *   buckets (`10s`), the aggregate over the points of each series in a bucket (`avg`), and the aggregate over several series
 *   (`sum`). Without `aggregate`, the values are something else, such as a rate. Each time is the start of a bucket, except
 *   for the last point of each series.
 */
export const frameFieldSchema = z.object({
  name: z.string(),
  type: fieldTypeSchema,
  unit: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  endedAt: z.number().optional(),
  dates: z.union([z.literal(true), z.array(z.int())]).optional(),
  every: z.string().optional(),
  aggregate: z.string().optional(),
  across: z.string().optional(),
  values: z.array(z.union([z.number(), z.string(), z.boolean(), z.null()])),
});
export type FrameField = z.infer<typeof frameFieldSchema>;
export type FieldValue = FrameField['values'][number];

/**
 * A summary of the values that a frame omits because it has only the greatest values, or the series with the newest values.
 * `negative` summarizes those below 0, and is absent if there are none.
 */
const othersSchema = z.object({
  count: z.int(),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
  negative: z.object({ count: z.int(), sum: z.number() }).optional(),
});
export type Others = z.infer<typeof othersSchema>;

/** Columns of the same length. Every source returns a frame, and every panel shows one. */
export const frameSchema = z
  .object({ fields: z.array(frameFieldSchema), others: othersSchema.optional() })
  .meta({ id: 'Frame' });
export type Frame = z.infer<typeof frameSchema>;
