import { z } from 'zod';
import { parseDuration } from '../../wire/duration.js';
import { MAX_DURATION_MS } from '../../wire/limits.js';
import { durationRule } from '../common/time/duration-rule.js';
import { unknownNameMessage } from '../common/validation/nearest-name.js';
import { AGGREGATES } from './query/aggregate.js';
import { INTERVAL_MESSAGE, parseInterval } from '../../wire/interval.js';
import { keyProblem } from '../common/validation/key-problem.js';
import { keySchema } from '../common/validation/key.schema.js';
import { expressionProblem } from './query/arithmetic.js';
import { FILLS } from './query/fill.js';
import { ACROSS } from './query/group.js';
import { BOUND_TAG, toBucketKey } from './query/histogram-quantile.js';
import { MAX_UNIT } from '../common/validation/unit-problem.js';

export const aggregateSchema = z.enum(AGGREGATES, { error: `must be one of ${AGGREGATES.join(', ')}` });

/** The length of buckets; see `parseInterval`. */
export const everySchema = z.string().refine((text) => parseInterval(text) !== undefined, INTERVAL_MESSAGE);

/** Limits of one query. A pattern may match more metrics. */
const MAX_METRICS = 20;
const MAX_QUERIES = 8;
const MAX_PATTERNS = 20;

/** How far back in time a query is shifted or compared. */
const earlierSchema = z.string().refine((text) => {
  const ms = parseDuration(text);
  return ms !== undefined && ms > 0 && ms <= MAX_DURATION_MS;
}, durationRule('24h'));

const patternSchema = z
  .string()
  .refine((text) => text.includes('*') && keyProblem(text.replaceAll('*', 'x')) === undefined, {
    error: "must be a key with * in it, like 'shop.*'",
  });

const tagPatternSchema = z.string().max(300);

/** The metrics of one query and their transformations, in this order. */
const part = {
  metric: keySchema.optional(),
  /** Several metrics, or more in addition to `metric`. They share one frame and its buckets. */
  metrics: z
    .array(keySchema)
    .min(1, 'must name at least one metric')
    .max(MAX_METRICS, `may name ${MAX_METRICS} metrics at most`)
    .optional(),
  /** All metrics whose key matches, including future ones. `*` matches any characters. */
  match: patternSchema.optional(),
  /** Series whose tags match: `eu`, `eu-*`, `["eu", "us"]` (one of them), `!eu` (not that one). */
  tags: z
    .record(z.string(), z.union([tagPatternSchema, z.array(tagPatternSchema).min(1).max(MAX_PATTERNS)]))
    .optional(),
  aggregate: aggregateSchema.optional(),
  /** The increase of counters per second. A counter that falls was reset to zero. */
  rate: z.boolean().optional(),
  /** A quantile of classic Prometheus histograms. It is computed from the increase of the series `<metric>_bucket` and their tag `le`. */
  quantile: z
    .number('must be a number from 0 to 1')
    .min(0, 'must be at least 0')
    .max(1, 'must be at most 1')
    .optional(),
  /** How buckets without points are filled. */
  fill: z.enum(FILLS).optional(),
  /** One series for each combination of these tags' values. */
  by: z.array(z.string().min(1)).min(1).max(5).optional(),
  /** How the series of a group are combined; without `by`, all series. */
  across: z.enum(ACROSS).optional(),
  /** Only this many series, those with the greatest mean. */
  top: z.int().min(1).max(100).optional(),
  /** Shows data from this time before instead of the current data. */
  shift: earlierSchema.optional(),
  /** Subtracts data from this time before. */
  difference: earlierSchema.optional(),
};

const partSchema = z
  .strictObject(part, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownNameMessage('property', key, Object.keys(part), 'a query')).join('; ')
        : undefined,
  })
  .superRefine(checkPart);
export type MetricsPart = z.infer<typeof partSchema>;

const fields = {
  source: z.literal('metrics'),
  ...part,
  every: everySchema.optional(),
  /** `series`: a column over time for each series. `value`: a row for each series, with one value over the whole range. */
  as: z.enum(['series', 'value']).optional(),
  /** The maximum number of rows of `value`. */
  limit: z.int().min(1).max(100).optional(),
  /** Several queries, by their names in `expression`. */
  queries: z
    .record(z.string().regex(/^[A-Za-z_]\w{0,31}$/, 'must be a name of letters, digits and _'), partSchema)
    .refine((queries) => Object.keys(queries).length <= MAX_QUERIES, `may be ${MAX_QUERIES} queries at most`)
    .optional(),
  /** Arithmetic over the queries: `errors / requests * 100`. */
  expression: z.string().optional(),
  /** Name and unit of the series. */
  name: z.string().min(1).max(200).optional(),
  unit: z.string().max(MAX_UNIT).optional(),
};

/** The query of a panel for the `metrics` source. */
export const metricsQuerySchema = z.looseObject(fields).superRefine((query, context) => {
  const { queries, expression } = query;
  if (queries === undefined && expression === undefined) {
    checkPart(query, context);
    return;
  }
  const issue = (path: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  if (hasMetrics(query)) issue('metric', 'cannot be combined with queries: move it into one of them');
  if (query.quantile !== undefined) issue('quantile', 'cannot be combined with queries: move it into one of them');
  if (queries === undefined)
    issue('queries', "must define the names in the expression, like { a: { metric: 'shop.orders' } }");
  else if (expression === undefined) issue('expression', "must combine the queries, like 'a / b'");
  else {
    const problem = expressionProblem(expression, Object.keys(queries));
    if (problem !== undefined) issue('expression', problem);
  }
});
export type MetricsQuery = z.infer<typeof metricsQuerySchema>;

type Names = Pick<MetricsPart, 'metric' | 'metrics' | 'match'>;
type Members = Omit<MetricsPart, keyof Names>;
type Issue = (path: string, message: string) => void;

function hasMetrics({ metric, metrics, match }: Names): boolean {
  return metric !== undefined || metrics !== undefined || match !== undefined;
}

/** Checks the properties that cannot be combined with `quantile`. */
function checkQuantile({ aggregate, rate, across, by, tags }: Members, issue: Issue): void {
  if (aggregate !== undefined)
    issue('aggregate', 'cannot be used together with quantile, which is of all observations');
  if (rate === false)
    issue('rate', 'must not be false together with quantile, which is of the increase of the buckets');
  if (across !== undefined && across !== 'sum')
    issue('across', 'must be sum together with quantile: buckets are added up');
  if (by?.includes(BOUND_TAG))
    issue('by', `must not have ${BOUND_TAG} together with quantile: all buckets make one histogram`);
  if (tags && Object.hasOwn(tags, BOUND_TAG)) {
    issue('tags', `must not have ${BOUND_TAG} together with quantile, which needs all buckets`);
  }
}

function checkPart(query: Names & Members, context: z.RefinementCtx): void {
  const issue = (path: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  if (query.quantile !== undefined) checkQuantile(query, issue);
  if (!hasMetrics(query)) {
    issue(
      'metric',
      "must name a metric, like 'shop.orders'; name several as metrics: ['shop.orders', 'shop.returns'], or as match: 'shop.*'",
    );
  }
  if (query.shift !== undefined && query.difference !== undefined) issue('shift', 'cannot be combined with difference');
}

/** Returns the keys of all metrics that a query names, without duplicates. For a quantile, they are the keys of the buckets. */
export function keysOf({
  metric,
  metrics = [],
  quantile,
}: Omit<Names, 'match'> & Pick<Members, 'quantile'>): readonly string[] {
  const named = metric === undefined ? metrics : [metric, ...metrics];
  return [...new Set(quantile === undefined ? named : named.map(toBucketKey))];
}

/** Returns the queries of a panel by their names. */
export function partsOf(query: MetricsQuery): Readonly<Record<string, MetricsPart>> {
  return query.queries ?? { query };
}

/** Returns the keys and patterns of all metrics that a query reads. */
export function namesIn(query: MetricsQuery): readonly string[] {
  const names = Object.values(partsOf(query)).flatMap((each) => [
    ...keysOf(each),
    ...(each.match === undefined ? [] : [each.match]),
  ]);
  return [...new Set(names)];
}
