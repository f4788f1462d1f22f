/** Units that Prometheus has metrics end with, https://prometheus.io/docs/practices/naming/#base-units, in our words. */
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

/** Moments in time, like `process_start_time_seconds`, are no durations. */
const TIMESTAMP = /time(?:stamp)?_seconds$/;

/** The unit that a metric's name promises; undefined if none. */
export function unitFromMetricName(name: string): string | undefined {
  const [, suffix = ''] = UNIT.exec(name) ?? [];
  return Object.hasOwn(UNITS, suffix) && !isTimestamp(name) ? UNITS[suffix] : undefined;
}

/** The unit as OpenMetrics and the metadata of remote_write name it. */
export function unitFromPrometheus(word: string): string {
  return Object.hasOwn(UNITS, word) ? (UNITS[word] as string) : word;
}

function isTimestamp(name: string): boolean {
  return TIMESTAMP.test(name) || name.endsWith('_created');
}
