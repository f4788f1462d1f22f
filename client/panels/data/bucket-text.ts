import { MINUTE_MS } from '../../../wire/duration';
import type { Frame, FrameField } from '../../../wire/schemas/frame';


/** Units of `every`: their symbols, and their length in ms unless it depends on the calendar. */
const UNITS: Readonly<Record<string, readonly [symbol: string, ms?: number]>> = {
  ms: ['ms', 1],
  s: ['s', 1_000],
  m: ['min', MINUTE_MS],
  h: ['h', 60 * MINUTE_MS],
  d: ['d'],
  mo: [$localize`mo`],
};

const AGGREGATE_LABELS: Readonly<Record<string, (interval: string) => string>> = {
  avg: (interval) => $localize`average of ${interval}:interval:`,
  min: (interval) => $localize`min of ${interval}:interval:`,
  max: (interval) => $localize`max of ${interval}:interval:`,
  sum: (interval) => $localize`sum of ${interval}:interval:`,
  last: (interval) => $localize`last value of ${interval}:interval:`,
  count: (interval) => $localize`number of values in ${interval}:interval:`,
};

const ACROSS_LABELS: Readonly<Record<string, string>> = {
  avg: $localize`average of the series`,
  min: $localize`min of the series`,
  max: $localize`max of the series`,
  sum: $localize`sum of the series`,
  count: $localize`number of series`,
};

/** Returns the column that describes the buckets; undefined if the rows are raw values. */
function bucketsOf({ fields: [first] }: Frame): FrameField | undefined {
  return first?.every === undefined ? undefined : first;
}

/**
 * Returns how the values of a frame with buckets were made: `average of 10 s`, or `average of 10 s, sum of the series`.
 */
export function bucketText(frame: Frame): string | undefined {
  const { every = '', aggregate, across = '' } = bucketsOf(frame) ?? {};
  if (every === '') return undefined;
  const interval = formatInterval(every);
  if (aggregate === undefined) return $localize`in intervals of ${interval}:interval:`;
  // Percentiles have the same name in all languages.
  const aggregateText = AGGREGATE_LABELS[aggregate]?.(interval) ?? `${aggregate} (${interval})`;
  return [aggregateText, ACROSS_LABELS[across]].filter((text) => text !== undefined).join(', ');
}

/** Like `bucketText`, but only if the server has combined several series. */
export function acrossText(frame: Frame): string | undefined {
  return bucketsOf(frame)?.across === undefined ? undefined : bucketText(frame);
}

/** Returns the title of a column, with the text about its buckets. */
export function withBucketText(label: string, { type }: FrameField, frame: Frame): string {
  const text = type === 'number' ? bucketText(frame) : undefined;
  return text === undefined ? label : `${label} (${text})`;
}

/** Whether a time (ms) is the start of a bucket: the last value of a series has its own time. */
export function isBucketStart(frame: Frame, time: number): boolean {
  const { count, lengthMs } = splitInterval(bucketsOf(frame)?.every ?? '');
  // Days and months start at a full minute in all time zones.
  return time % (lengthMs === undefined ? MINUTE_MS : count * lengthMs) === 0;
}

function formatInterval(every: string): string {
  const { count, symbol } = splitInterval(every);
  return `${count}\u202f${symbol}`;
}

function splitInterval(every: string): { count: number; symbol: string; lengthMs?: number } {
  const [, digits, unit = ''] = /^(\d+)(\D+)$/.exec(every) ?? [];
  const [symbol, lengthMs] = UNITS[unit] ?? [unit];
  return { count: Number(digits), symbol, lengthMs };
}
