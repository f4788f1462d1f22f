import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../wire/duration';
import { timeFormat } from './format-time';
import { startOfDay, wallClock } from './time-zone-choice';

/** Offsets of time zones and clock changes are multiples of this. */
const QUARTER_HOUR = 15 * MINUTE_MS;

/** At clock changes, ticks may be closer to each other, down to this part of the usual distance. */
const MIN_DISTANCE = 0.75;

/** Days from 1970-01-01 to the first Monday. */
const MONDAY = 4;

const dateFormat = timeFormat({ month: 'short', day: 'numeric' });
const monthFormat = timeFormat({ year: 'numeric', month: 'short' });
const yearFormat = timeFormat({ year: 'numeric' });

/** The ticks of a time axis, ascending, with their labels. All labels differ. */
export interface TimeTicks {
  readonly times: readonly number[];
  readonly labels: readonly string[];
}

/** In ms. */
interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** A distance between ticks. */
interface Step {
  /** The usual length. */
  readonly ms: number;
  /** In longer spans the labels would repeat. In ms. */
  readonly longest: number;
  readonly within: (span: TimeSpan) => readonly number[];
  readonly write: (times: readonly number[]) => readonly string[];
}

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => clockStep(count * SECOND_MS)),
  ...[1, 2, 5, 10, 15, 30].map((count) => clockStep(count * MINUTE_MS)),
  ...[1, 2, 3, 6, 12].map((count) => clockStep(count * HOUR_MS)),
  ...[1, 2, 7, 14].map(dayStep),
  ...[1, 3, 6].map(monthStep),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].map((count) => monthStep(12 * count)),
];

/**
 * Returns ticks at round times in the time zone of the viewer, also around clock changes.
 *
 * @param most maximum number of ticks at the usual distance
 * @param fits whether there is room for the labels; the closest ticks that fit are returned
 */
export function timeTicks(span: TimeSpan, most: number, fits: (ticks: TimeTicks) => boolean = () => true): TimeTicks {
  const length = span.to - span.from;
  for (const { ms, longest, within, write } of STEPS) {
    if (length / ms > Math.max(1, most) || length > longest) continue;
    const times = within(span);
    const ticks = { times, labels: write(times) };
    if (fits(ticks)) return ticks;
  }
  return { times: [], labels: [] };
}

function clockStep(ms: number): Step {
  const within = (span: TimeSpan): readonly number[] => {
    const times: number[] = [];
    for (let day = dayAt(span.from); day <= dayAt(span.to); day += 1) times.push(...ticksOfDay(day, ms, span));
    return times;
  };
  return {
    ms,
    longest: 6 * DAY_MS,
    within,
    write: (times) => clockLabels(times, ms < MINUTE_MS ? 'seconds' : 'minutes'),
  };
}

function dayStep(count: number): Step {
  const within = ({ from, to }: TimeSpan): readonly number[] => {
    const times: number[] = [];
    const first = Math.ceil((dayAt(from) - MONDAY) / count) * count + MONDAY;
    for (let day = first; startOf(day) <= to; day += count) times.push(startOf(day));
    return times.filter(isNew).filter((time) => time >= from);
  };
  return {
    ms: count * DAY_MS,
    longest: 360 * DAY_MS,
    within,
    write: (times) => times.map((time) => dateFormat().format(time)),
  };
}

function monthStep(count: number): Step {
  const within = ({ from, to }: TimeSpan): readonly number[] => {
    const date = wallClock(from);
    const times: number[] = [];
    let month = Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / count) * count;
    for (; startOfMonth(month) <= to; month += count) times.push(startOfMonth(month));
    return times.filter((time) => time >= from);
  };
  const format = count % 12 === 0 ? yearFormat : monthFormat;
  const write = (times: readonly number[]): readonly string[] => times.map((time) => format().format(time));
  return { ms: count * 30.4 * DAY_MS, longest: Infinity, within, write };
}

/**
 * Whether the time differs from the one before. A day that a time zone skips starts at the same time as the next day.
 */
function isNew(time: number, index: number, times: readonly number[]): boolean {
  return time !== times[index - 1];
}

/** @param month number of months since the year 0 */
function startOfMonth(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
  return startOf(date.getTime() / DAY_MS);
}

/** The day in the time zone of the viewer, as days since 1970-01-01. */
function dayAt(at: number): number {
  return Math.floor(wallClock(at).getTime() / DAY_MS);
}

/** When a day starts. Clocks never change at noon. */
function startOf(day: number): number {
  const noon = (day + 0.5) * DAY_MS;
  return startOfDay(noon - offsetAt(noon));
}

function offsetAt(at: number): number {
  return wallClock(at).getTime() - at;
}

/** The ticks of one day within the span: the start of the day and the whole steps of the clock. */
function ticksOfDay(day: number, step: number, { from, to }: TimeSpan): readonly number[] {
  const [start, end] = [startOf(day), startOf(day + 1)];
  const changes = end - start !== DAY_MS || offsetAt(start) !== offsetAt(end);
  const each = changes ? Math.min(step, QUARTER_HOUR) : step;
  const times: number[] = [];
  let last = start;
  for (
    let time = start + Math.max(0, Math.ceil((from - start) / each)) * each;
    time < end && time <= to;
    time += each
  ) {
    const counts =
      !changes ||
      time === start ||
      (wallClock(time).getTime() % step === 0 && Math.min(time - last, end - time) >= MIN_DISTANCE * step);
    if (!counts) continue;
    times.push(time);
    last = time;
  }
  return times;
}

type Precision = 'minutes' | 'seconds';

/**
 * The labels: the date at the start of a day, otherwise the time. If a time occurs twice on a day, its labels have the name of
 * the time zone. If it occurs on several days, they have the weekday.
 */
function clockLabels(times: readonly number[], precision: Precision): readonly string[] {
  const formats = CLOCK_FORMATS[precision];
  const isDate = times.map((time) => time === startOfDay(time));
  const days = times.map(dayAt);
  const plain = times.map((time, index) => (isDate[index] ? dateFormat() : formats.plain()).format(time));
  const doubled = repeated(plain.map((text, index) => `${days[index] ?? ''} ${text}`));
  const onDays = repeated(plain.filter((_text, index) => !doubled[index])).some(Boolean);
  return times.map((time, index) => {
    if (isDate[index]) return plain[index] ?? '';
    if (doubled[index]) return formats.zone().format(time);
    return onDays ? formats.weekday().format(time) : (plain[index] ?? '');
  });
}

/** Whether each label occurs more than once. */
function repeated(labels: readonly string[]): readonly boolean[] {
  const counts = new Map<string, number>();
  for (const text of labels) counts.set(text, (counts.get(text) ?? 0) + 1);
  return labels.map((text) => (counts.get(text) ?? 0) > 1);
}

const MINUTES: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
const SECONDS: Intl.DateTimeFormatOptions = { ...MINUTES, second: '2-digit' };
const CLOCK_FORMATS = { minutes: clockFormats(MINUTES), seconds: clockFormats(SECONDS) };

function clockFormats(options: Intl.DateTimeFormatOptions): Record<'plain' | 'weekday' | 'zone', Format> {
  return {
    plain: timeFormat(options),
    weekday: timeFormat({ ...options, weekday: 'short' }),
    zone: timeFormat({ ...options, timeZoneName: 'short' }),
  };
}

type Format = ReturnType<typeof timeFormat>;
