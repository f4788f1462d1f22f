import { parseUnit, type Unit } from '../../../../i18n/format/value-units';
import type { YRange } from '../../../drawing/y-scale';

export interface TickOptions {
  readonly unit?: string;
  readonly log: boolean;
  /** The minimum distance between two grid lines, as a fraction of the axis. */
  readonly space: number;
}

/** An axis with fewer lines cannot be read. Then lines may be closer, but not closer than the height of a label. */
const MIN_TICKS = 2;
const CLOSER_FACTOR = 0.45;

const SECOND_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];

/** Returns round values within an axis, ascending, at most `1 / space + 1` of them, or twice as many on small axes. */
export function yTicks(range: YRange, { unit, log, space }: TickOptions): readonly number[] {
  const parsed = parseUnit(unit);
  if (parsed.kind === 'labels') return [0, 1].filter((value) => value >= range[0] && value <= range[1]);
  const candidates = [
    ...(log ? [() => powers(range, space, parsed)] : []),
    () => evenTicks(range, space, parsed),
    () => evenTicks(range, space * CLOSER_FACTOR, parsed),
  ];
  let ticks: readonly number[] = [];
  for (const candidate of candidates) {
    ticks = candidate();
    if (ticks.length >= MIN_TICKS) break;
  }
  return ticks;
}

/** Returns powers of ten, or of two for bytes; only every second, third … of them if there is no room for all. */
function powers([min, max]: YRange, space: number, unit: Unit): readonly number[] {
  const isBinary = unit.kind === 'scaled' && unit.base === 1024 && min >= 1;
  const logarithm = isBinary ? Math.log2 : Math.log10;
  const power = (exponent: number): number => (isBinary ? 2 ** exponent : Number(`1e${exponent}`));
  const [first, last] = [Math.ceil(logarithm(min)), Math.floor(logarithm(max))];
  const each = Math.max(1, Math.ceil(space * (logarithm(max) - logarithm(min))));
  return multiplesBetween(Math.ceil(first / each), Math.floor(last / each), (index) => power(index * each)).filter(
    (value) => value >= min && value <= max,
  );
}

function evenTicks([min, max]: YRange, space: number, unit: Unit): readonly number[] {
  // Multiplied separately, because the range may exceed the largest number.
  const minStep = Math.min(1, space) * max - Math.min(1, space) * min;
  const { step, times } = stepOf(minStep, max - min >= Math.max(Math.abs(min), Math.abs(max)) / 4, unit);
  // Includes the ends, which a division may miss.
  const [first, last] = [Math.ceil(min / step - 1e-6), Math.floor(max / step + 1e-6)];
  return multiplesBetween(first, last, times).filter((value) => value >= min && value <= max);
}

/** No axis has room for more ticks. */
const MAX_TICKS = 200;

function multiplesBetween(first: number, last: number, valueOf: (index: number) => number): number[] {
  const length = Math.max(0, Math.min(MAX_TICKS, last - first + 1));
  return Array.from({ length }, (_, index) => valueOf(first + index));
}

interface Step {
  readonly step: number;
  /** Returns the step times `count`, without the errors of a multiplication. */
  readonly times: (count: number) => number;
}

const DAY = 86_400;

/** Returns the next larger round step: a power of two for bytes; whole minutes, hours or days for long durations. */
function stepOf(minStep: number, isWide: boolean, unit: Unit): Step {
  if (unit.kind === 'scaled' && unit.base === 1024 && minStep > 1) {
    const step = 2 ** Math.ceil(Math.log2(minStep));
    return { step, times: (count) => count * step };
  }
  // In seconds, it may exceed the largest number.
  if (unit.kind === 'duration' && isWide && minStep * unit.seconds > 0.5 && minStep * unit.seconds < Infinity) {
    const seconds = SECOND_STEPS.find((each) => each >= minStep * unit.seconds);
    const step = (seconds ?? roundStep((minStep * unit.seconds) / DAY).step * DAY) / unit.seconds;
    return { step, times: (count) => count * step };
  }
  return roundStep(minStep);
}

/** Returns a power of ten times 1, 2, 2.5 or 5. */
function roundStep(minStep: number): Step {
  let power = Math.floor(Math.log10(minStep));
  const factor = [10, 20, 25, 50].find((each) => each * 10 ** (power - 1) >= minStep * (1 - 1e-9));
  if (factor === undefined) power += 1;
  const digits = factor ?? 10;
  return { step: Number(`${digits}e${power - 1}`), times: (count) => Number(`${count * digits}e${power - 1}`) };
}
