import { z } from 'zod';
import { parseDuration } from '../base/duration.js';
import { AGGREGATES } from './aggregate.js';
import { keyProblem } from './metric-key.js';

const SHORTEST_EVERY_MS = 1_000;
const LONGEST_EVERY_MS = 90 * 86_400_000;

export const metricKeySchema = z.string().superRefine((key, context) => {
  const message = keyProblem(key);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

export const aggregateSchema = z.enum(AGGREGATES, { error: `must be one of ${AGGREGATES.join(', ')}` });

/** Length of buckets, as a duration. */
export const everySchema = z.string().refine((text) => {
  const ms = parseDuration(text);
  return ms !== undefined && ms >= SHORTEST_EVERY_MS && ms <= LONGEST_EVERY_MS;
}, "must be a duration from 1s to 90d: a whole number and ms, s, m, h or d, like '5m'");

/** More metrics than this no panel can show. */
const MOST_METRICS = 20;

const fields = {
  source: z.literal('metrics'),
  metric: metricKeySchema.optional(),
  /** Several metrics, or more than `metric`: one frame, whose buckets they share. */
  metrics: z
    .array(metricKeySchema)
    .min(1, 'must name at least one metric')
    .max(MOST_METRICS, `may name ${MOST_METRICS} metrics at most`)
    .optional(),
  /** Series have these among their tags. */
  tags: z.record(z.string(), z.string()).optional(),
  aggregate: aggregateSchema.optional(),
  every: everySchema.optional(),
  /** `series`: a column each over time. `value`: a row each, with one value over the whole range. */
  as: z.enum(['series', 'value']).optional(),
  /** Rows of `value` at most. */
  limit: z.int().min(1).max(100).optional(),
};

/** What a panel asks of the `metrics` source. */
export const metricsQuerySchema = z.looseObject(fields).superRefine(({ metric, metrics }, context) => {
  if (metric !== undefined || metrics !== undefined) return;
  const message =
    "must name a metric, like 'shop.orders'; several are given as metrics: ['shop.orders', 'shop.returns']";
  context.addIssue({ code: 'custom', path: ['metric'], message });
});
export type MetricsQuery = z.infer<typeof metricsQuerySchema>;

/** The keys of all metrics that a query names, each once, in its order. */
export function keysOf({ metric, metrics = [] }: Pick<MetricsQuery, 'metric' | 'metrics'>): readonly string[] {
  return [...new Set(metric === undefined ? metrics : [metric, ...metrics])];
}
