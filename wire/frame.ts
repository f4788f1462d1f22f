import { z } from 'zod';

export const fieldTypeSchema = z.enum(['time', 'number', 'string', 'boolean', 'state']);
export type FieldType = z.infer<typeof fieldTypeSchema>;

export type Tags = Readonly<Record<string, string>>;

/**
 * A column. Times are milliseconds since 1970, possibly fractional. `endedAt` is there where the series is known to have
 * ended: its sender said so, or it stayed silent for ten times its expected interval.
 *
 * `dates` is there where values of a column of times are dates without a time of day: `true` if all are, else their rows (only
 * in frames that are sent whole). Their value is midnight in UTC, but they name a date, not a point in time: the date is the
 * same in all time zones.
 *
 * `every`, `aggregate` and `across` are there in a first column of times whose rows are buckets: how long they are (`10s`), what
 * was made of the points of each series in a bucket (`avg`), and of several series after that (`sum`). Without `aggregate` it
 * is something else, such as a rate. Each time is the start of a bucket, except the raw last point of each series.
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
 * What a frame leaves out because it has only the greatest values, or the series updated last: how many, and what they
 * come to. `negative` is there where some of them are below 0, and counts those.
 */
export const othersSchema = z.object({
  count: z.int(),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
  negative: z.object({ count: z.int(), sum: z.number() }).optional(),
});
export type Others = z.infer<typeof othersSchema>;

/** What every source returns and every panel draws: columns of one length. */
export const frameSchema = z
  .object({ fields: z.array(frameFieldSchema), others: othersSchema.optional() })
  .meta({ id: 'Frame' });
export type Frame = z.infer<typeof frameSchema>;
