import { z } from 'zod';
import { parseDuration } from '../base/duration.js';
import { AGGREGATES, PERCENTILES } from './aggregate.js';
import { keyProblem } from './metric-key.js';

const SHORTEST_EVERY_MS = 1_000;
const LONGEST_EVERY_MS = 90 * 86_400_000;

export const metricKeySchema = z.string().superRefine((key, context) => {
  const message = keyProblem(key);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

export const aggregateSchema = z.enum(AGGREGATES, {
  error: ({ input }) =>
    PERCENTILES.some((percentile) => percentile === input)
      ? 'percentiles come with rollups, in a later version; until then take avg, min, max, sum, last or count'
      : `must be one of ${AGGREGATES.join(', ')}`,
});

/** Length of buckets, as a duration. */
export const everySchema = z.string().refine((text) => {
  const ms = parseDuration(text);
  return ms !== undefined && ms >= SHORTEST_EVERY_MS && ms <= LONGEST_EVERY_MS;
}, "must be a duration from 1s to 90d: a whole number and ms, s, m, h or d, like '5m'");

/** What a panel asks of the `metrics` source. */
export const metricsQuerySchema = z.looseObject({
  source: z.literal('metrics'),
  metric: metricKeySchema,
  /** Series have these among their tags. */
  tags: z.record(z.string(), z.string()).optional(),
  aggregate: aggregateSchema.optional(),
  every: everySchema.optional(),
  /** `series`: a column each over time. `value`: a row each, with one value over the whole range. */
  as: z.enum(['series', 'value']).optional(),
  /** Rows of `value` at most. */
  limit: z.int().min(1).max(100).optional(),
});
export type MetricsQuery = z.infer<typeof metricsQuerySchema>;
