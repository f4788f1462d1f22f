/** Changes with every new series or deleted metric: what the catalogue of metrics looks like. */
export const METRIC_CATALOG_TOPIC = 'metrics';

/** Changes with every value of the metric. */
export function metricTopic(key: string): string {
  return `metric:${key}`;
}
