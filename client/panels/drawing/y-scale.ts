export interface YBounds {
  readonly min?: number;
  readonly max?: number;
}

export type YRange = [min: number, max: number];

/** The minimum span of an axis, relative to its larger end. In a smaller span, doubles are too coarse for steps. */
const MIN_RELATIVE_SPAN = 2 ** -42;
const MIN_SPAN = 1e-300;

/** The minimum factor between the ends of a logarithmic axis. */
const MIN_FACTOR = 1 + 1e-6;

/** The free space above and below, as a fraction of the values' range. */
const PADDING = 0.08;

/**
 * Returns the ends of the value axis for data between `low` and `high`. The axis starts at 0 if the values are not
 * negative and 0 is near; else it is close around them, with some padding. Values that differ only in the last digits
 * of a double count as equal. Requested bounds are kept, in either order.
 *
 * @returns finite ends that are far enough apart for steps between them
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

/** Like `yRange`, but includes 0, so that the lengths of bars can be compared. */
export function barRange(low: number, high: number, bounds: YBounds = {}): YRange {
  return yRange(Math.min(0, low), Math.max(0, high), bounds);
}

/** Returns whole powers of ten around the data. Requested bounds are ignored if they are not positive. */
export function logRange(low: number, high: number, bounds: YBounds = {}): YRange {
  const { min = 0, max = 0 } = inOrder(bounds);
  const from = min > 0 ? min : Math.max(Number.MIN_VALUE, 10 ** Math.floor(Math.log10(low > 0 ? low : 1)));
  const to = max > 0 ? max : Math.max(from, finite(10 ** Math.ceil(Math.log10(high > 0 ? high : 1))));
  if (!areTooCloseForLog([from, to])) return [from, to];
  const given = { min: min > 0 ? min : undefined, max: max > 0 ? max : undefined };
  return keepRequestedEnd(given, { up: [from, finite(from * 10)], down: [to / 10, to] }, areTooCloseForLog);
}

/** Like `logRange`, but starts below the lowest value, so that its bar has a length. */
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

/** Returns the range that keeps the requested end, if there is room for a range beyond it. */
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

/** Whether the ends of a range differ only in the last digits of a double, so that there is no room for steps. */
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

/**
 * Returns a function from values to positions on an axis: 0 is its lower end, 1 the upper one. Values outside have
 * positions outside.
 */
export function sharesOf([min, max]: YRange, log: boolean): (value: number) => number {
  const place = log ? logarithm : half;
  const [low, length] = [place(min), place(max) - place(min)];
  return (value) => (place(value) - low) / length;
}

function logarithm(value: number): number {
  return Math.log10(Math.max(Number.MIN_VALUE, value));
}

/** The difference of two finite numbers may be infinite; the difference of their halves is not. */
function half(value: number): number {
  return value / 2;
}
