/** How points reach the server. It is a label of Prometheus metrics, so the set is fixed. */
export type IngestProtocol =
  | 'single'
  | 'batch'
  | 'collector'
  | 'code'
  | 'otlp'
  | 'prometheus'
  | 'pushgateway'
  | 'influx'
  | 'statsd'
  | 'collectd'
  | 'smashing'
  | 'uptime-kuma'
  | 'webhook'
  | 'import';

/**
 * Protocols whose clients send many series at once, and drop rejected data or send it again forever. If a request would create too
 * many series, the points of existing series are stored, and the response for the others is 429.
 */
export const ACCEPTS_EXISTING_SERIES: ReadonlySet<IngestProtocol> = new Set<IngestProtocol>([
  'prometheus',
  'pushgateway',
  'influx',
  'statsd',
  'collectd',
  'collector',
]);
