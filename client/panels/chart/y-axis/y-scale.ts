export interface YBounds {
  readonly min?: number;
  readonly max?: number;
}

export type YRange = [min: number, max: number];

/** An axis whose ends are closer, as a part of the larger one, has no room for steps that a double can hold. */
const MIN_RELATIVE_SPAN = 2 ** -42;
const MIN_SPAN = 1e-300;

/** The same for logarithms: the least factor between the ends. */
const MIN_FACTOR = 1 + 1e-6;

/** What is left free above and below, as a part of the values' range. */
const PADDING = 0.08;

/**
 * The y axis for data between `low` and `high`: from 0 where the values are not negative and 0 is not far below them, else
 * close around them, with a little air. Values that only differ in the last digits of a double count as equal. Bounds that
 * were asked for are kept, in whichever order they are.
 *
 * @returns finite ends, so far apart that there is room for steps between them
 */
export function yRange(low: number, high: number, bounds: YBounds = {}): YRange {
  const { min, max } = inOrder(bounds);
  const [lowest, highest] = low === 0 && high === 0 ? [0, 1] : rangeAround(finite(low), finite(high));
  const from = min ?? Math.min(lowest, max ?? lowest);
  const to = max ?? Math.max(highest, from);
  if (!areTooClose([from, to])) return [from, to];
  const padding = Math.abs(from * PADDING);
  const room = areTooClose([0, padding]) ? 1 : padding;
  return keepRequestedEnd(bounds, { up: [from, finite(from + room)], down: [finite(to - room), to] }, areTooClose);
}

/** Bars stand on 0, so that their lengths can be compared. */
export function barRange(low: number, high: number, bounds: YBounds = {}): YRange {
  return yRange(Math.min(0, low), Math.max(0, high), bounds);
}

/** Whole powers of ten around the data. Bounds that a logarithm cannot have are not kept. */
export function logRange(low: number, high: number, bounds: YBounds = {}): YRange {
  const { min = 0, max = 0 } = inOrder(bounds);
  const from = min > 0 ? min : Math.max(Number.MIN_VALUE, 10 ** Math.floor(Math.log10(low > 0 ? low : 1)));
  const to = max > 0 ? max : Math.max(from, finite(10 ** Math.ceil(Math.log10(high > 0 ? high : 1))));
  if (!areTooCloseForLog([from, to])) return [from, to];
  const given = { min: min > 0 ? min : undefined, max: max > 0 ? max : undefined };
  return keepRequestedEnd(given, { up: [from, finite(from * 10)], down: [to / 10, to] }, areTooCloseForLog);
}

/** A bar needs a length: the lowest one stands on the power of ten below it. */
export function logBarRange(low: number, high: number, bounds: YBounds = {}): YRange {
  return logRange(low * 0.999, high, bounds);
}

function rangeAround(min: number, max: number): YRange {
  const padding = areTooClose([min, max]) ? Math.abs(max * PADDING) : max * PADDING - min * PADDING;
  const fromZero = min >= 0 && min <= max * 0.85;
  return [
    finite(fromZero ? 0 : min >= 0 ? Math.max(0, min - padding) : min - padding),
    finite(max <= 0 && min < 0 ? Math.min(0, max + padding) : max + padding),
  ];
}

/** Of two ranges the one that keeps the end that was asked for, if there is room for a range beyond it. */
function keepRequestedEnd(
  { min, max }: YBounds,
  { up, down }: { readonly up: YRange; readonly down: YRange },
  isEmpty: (range: YRange) => boolean,
): YRange {
  const [first, other] = min === undefined && max !== undefined ? [down, up] : [up, down];
  return isEmpty(first) ? other : first;
}

function inOrder({ min, max }: YBounds): YBounds {
  return min !== undefined && max !== undefined && min > max ? { min: max, max: min } : { min, max };
}

/** Whether there is no room for steps between the ends of a range: its values only differ in their last digits. */
export function areTooClose([from, to]: YRange): boolean {
  const closest = Math.max(MIN_SPAN, Math.max(Math.abs(from), Math.abs(to)) * MIN_RELATIVE_SPAN);
  return half(to) - half(from) < half(closest);
}

function areTooCloseForLog([from, to]: YRange): boolean {
  return !(from > 0 && to / from >= MIN_FACTOR);
}

function finite(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}

/** Where values lie on an axis: 0 is its lower end, 1 the upper one, and what is outside of it less or more than these. */
export function sharesOf([min, max]: YRange, log: boolean): (value: number) => number {
  const place = log ? logarithm : half;
  const [low, length] = [place(min), place(max) - place(min)];
  return (value) => (place(value) - low) / length;
}

function logarithm(value: number): number {
  return Math.log10(Math.max(Number.MIN_VALUE, value));
}

/** The difference of two finite numbers may be infinite; that of their halves is not. */
function half(value: number): number {
  return value / 2;
}
