import { timeFormat } from './format-time';
import { startOfDay, wallClock } from './time-zone-choice';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Time zones are apart by multiples of this, and clocks are changed by multiples of it. */
const QUARTER_HOUR = 15 * MINUTE;

/** Where clocks are changed, ticks may be a little closer to each other than usual, by this part of the usual distance. */
const CLOSEST = 0.75;

/** From 1970-01-01 to a Monday. */
const MONDAY = 4;

const dateFormat = timeFormat({ month: 'short', day: 'numeric' });
const monthFormat = timeFormat({ year: 'numeric', month: 'short' });
const yearFormat = timeFormat({ year: 'numeric' });

/** The times of a time axis, ascending, and what is written at each of them. All texts differ. */
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
  /** Its usual length. */
  readonly ms: number;
  /** In longer spans its texts would repeat; ms. */
  readonly longest: number;
  readonly within: (span: TimeSpan) => readonly number[];
  readonly write: (times: readonly number[]) => readonly string[];
}

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => clockStep(count * SECOND)),
  ...[1, 2, 5, 10, 15, 30].map((count) => clockStep(count * MINUTE)),
  ...[1, 2, 3, 6, 12].map((count) => clockStep(count * HOUR)),
  ...[1, 2, 7, 14].map(dayStep),
  ...[1, 3, 6].map(monthStep),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].map((count) => monthStep(12 * count)),
];

/**
 * Round times of the viewer's clock and calendar: days begin when they do in the viewer's zone, also where clocks are changed.
 *
 * @param most so many ticks fit beside each other at their usual distance
 * @param fits whether there is room for these texts; of the ticks that fit the closest are taken
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
  return { ms, longest: 6 * DAY, within, write: (times) => clockTexts(times, ms < MINUTE ? 'seconds' : 'minutes') };
}

function dayStep(count: number): Step {
  const within = ({ from, to }: TimeSpan): readonly number[] => {
    const times: number[] = [];
    const first = Math.ceil((dayAt(from) - MONDAY) / count) * count + MONDAY;
    for (let day = first; startOf(day) <= to; day += count) times.push(startOf(day));
    return times.filter(isNew).filter((time) => time >= from);
  };
  return {
    ms: count * DAY,
    longest: 360 * DAY,
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
  return { ms: count * 30.4 * DAY, longest: Infinity, within, write };
}

/** A day that a zone leaves out begins together with the next one. */
function isNew(time: number, index: number, times: readonly number[]): boolean {
  return time !== times[index - 1];
}

/** @param month counted from the year 0 on */
function startOfMonth(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
  return startOf(date.getTime() / DAY);
}

/** The viewer's day at a moment, as the days from 1970-01-01 to it. */
function dayAt(at: number): number {
  return Math.floor(wallClock(at).getTime() / DAY);
}

/** When a day begins. At noon no clock is changed. */
function startOf(day: number): number {
  const noon = (day + 0.5) * DAY;
  return startOfDay(noon - offsetAt(noon));
}

function offsetAt(at: number): number {
  return wallClock(at).getTime() - at;
}

/** The ticks of one day within the span: its first moment, and what the clock shows in whole steps. */
function ticksOfDay(day: number, step: number, { from, to }: TimeSpan): readonly number[] {
  const [start, end] = [startOf(day), startOf(day + 1)];
  const changes = end - start !== DAY || offsetAt(start) !== offsetAt(end);
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
      (wallClock(time).getTime() % step === 0 && Math.min(time - last, end - time) >= CLOSEST * step);
    if (!counts) continue;
    times.push(time);
    last = time;
  }
  return times;
}

type Precision = 'minutes' | 'seconds';

/**
 * The time alone, at the beginning of a day its date. What the clock shows twice on one day is told apart by the name of
 * the zone, what it shows on several days by the weekday.
 */
function clockTexts(times: readonly number[], precision: Precision): readonly string[] {
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

/** Which of these texts are there more than once. */
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
