import { z } from 'zod';

export const fieldTypeSchema = z.enum(['time', 'number', 'string', 'boolean', 'state']);
/** What the values of a column are. A `state` is `ok`, `warn`, `crit`, `unknown` or `info`. */
export type FieldType = 'time' | 'number' | 'string' | 'boolean' | 'state';

/** A value of a column. Times are numbers: ms since 1970. Null is a missing value. */
export type FieldValue = number | string | boolean | null;

/** Tags by name. They distinguish the series of a metric, like `{ region: 'eu' }`. */
export type Tags = Readonly<Record<string, string>>;

/** A column. Times are milliseconds since 1970, possibly fractional. */
export interface FrameField {
  /** The name of the column or series, for viewers. */
  name: string;
  /** What the values are. */
  type: FieldType;
  /** The unit of the values, as it was pushed: `ms`, `percent`, `EUR`. */
  unit?: string | undefined;
  /** The tags of the series. */
  tags?: Record<string, string> | undefined;
  /** Present if the series has ended: its sender ended it, or it had no value for ten times its expected interval. */
  endedAt?: number | undefined;
  /**
   * Present in a column of times if some values are dates without a time of day: `true` if all are, or else their row numbers
   * (only in frames that are always sent whole). Their value is midnight UTC, but they mean the same date in all time zones.
   */
  dates?: true | number[] | undefined;
  /**
   * Present in the first column of times if the rows are buckets: their length (`10s`). Each time is the start of a bucket,
   * except for the last point of each series.
   */
  every?: string | undefined;
  /** The aggregate over the points of each series in a bucket (`avg`). Without it, the values are something else, like a rate. */
  aggregate?: string | undefined;
  /** The aggregate over several series (`sum`). */
  across?: string | undefined;
  /** The values, one for each row. */
  values: FieldValue[];
}

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
}) satisfies z.ZodType<FrameField>;

/** A summary of the values that a frame omits because it has only the greatest values, or the series with the newest values. */
export interface Others {
  /** How many values are omitted. */
  count: number;
  /** The sum of the omitted values. */
  sum: number;
  /** The least omitted value. */
  min: number;
  /** The greatest omitted value. */
  max: number;
  /** The number and the sum of the omitted values below 0; absent if there are none. */
  negative?:
    | {
        /** How many there are. */
        count: number;
        /** Their sum. */
        sum: number;
      }
    | undefined;
}

const othersSchema = z.object({
  count: z.int(),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
  negative: z.object({ count: z.int(), sum: z.number() }).optional(),
}) satisfies z.ZodType<Others>;

/** Columns of the same length. Every source returns a frame, and every panel shows one. */
export interface Frame {
  /** The columns. In a time series, the first one holds the times, and there is one more for each series. */
  fields: FrameField[];
  /** What the frame omits; absent if it is complete. */
  others?: Others | undefined;
}

export const frameSchema = z
  .object({ fields: z.array(frameFieldSchema), others: othersSchema.optional() })
  .meta({ id: 'Frame' }) satisfies z.ZodType<Frame>;
