/** The topic of the metric catalog. It changes with every new series and deleted metric. */
export const METRIC_CATALOG_TOPIC = 'metrics';

/** Returns the topic of a metric. It changes with every value. */
export function metricTopic(key: string): string {
  return `metric:${key}`;
}
