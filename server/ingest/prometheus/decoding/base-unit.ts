/** Units at the end of Prometheus metric names, https://prometheus.io/docs/practices/naming/#base-units, and their names in Boardcast. */
const UNITS: Readonly<Record<string, string>> = {
  seconds: 's',
  milliseconds: 'ms',
  bytes: 'bytes',
  ratio: 'ratio',
  percent: 'percent',
  celsius: 'celsius',
  volts: 'V',
  amperes: 'A',
  joules: 'J',
  watts: 'W',
  hertz: 'Hz',
  meters: 'm',
};

const UNIT = /_([a-z]+?)(?:_(?:total|sum|created))?$/;

/** Timestamps, such as `process_start_time_seconds`, are not durations. */
const TIMESTAMP = /time(?:stamp)?_seconds$/;

/** Returns the unit in the name of a metric, or undefined. */
export function unitFromMetricName(name: string): string | undefined {
  const [, suffix = ''] = UNIT.exec(name) ?? [];
  return Object.hasOwn(UNITS, suffix) && !isTimestamp(name) ? UNITS[suffix] : undefined;
}

/** Converts a unit of OpenMetrics or of the metadata of remote_write. */
export function unitFromPrometheus(unit: string): string {
  return Object.hasOwn(UNITS, unit) ? (UNITS[unit] as string) : unit;
}

function isTimestamp(name: string): boolean {
  return TIMESTAMP.test(name) || name.endsWith('_created');
}
