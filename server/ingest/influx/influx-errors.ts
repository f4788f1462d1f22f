/** InfluxDB's words for statuses, https://docs.influxdata.com/influxdb/v2/api/ */
const CODES: Readonly<Record<number, string>> = {
  400: 'invalid',
  413: 'request too large',
  415: 'invalid',
  422: 'unprocessable entity',
  429: 'too many requests',
  503: 'unavailable',
};

/** What went wrong, as InfluxDB 1 says it. */
export function influxV1Error(_status: number, detail: string): { error: string } {
  return { error: detail };
}

/** What went wrong, as InfluxDB 2 says it. */
export function influxV2Error(status: number, detail: string): { code: string; message: string } {
  return { code: CODES[status] ?? 'internal error', message: detail };
}
