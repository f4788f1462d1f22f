/** InfluxDB's error codes by HTTP status, https://docs.influxdata.com/influxdb/v2/api/ */
const CODES: Readonly<Record<number, string>> = {
  400: 'invalid',
  413: 'request too large',
  415: 'invalid',
  422: 'unprocessable entity',
  429: 'too many requests',
  503: 'unavailable',
};

/** Returns an error response of InfluxDB 1. */
export function influxV1Error(_status: number, detail: string): { error: string } {
  return { error: detail };
}

/** Returns an error response of InfluxDB 2. */
export function influxV2Error(status: number, detail: string): { code: string; message: string } {
  return { code: CODES[status] ?? 'internal error', message: detail };
}
