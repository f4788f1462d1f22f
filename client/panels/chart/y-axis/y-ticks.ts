import { parseUnit, type Unit } from '../../../i18n/format/value-units';
import type { YRange } from './y-scale';

export interface TickOptions {
  readonly unit?: string;
  readonly log: boolean;
  /** The least distance of two grid lines, as a part of the axis. */
  readonly space: number;
}

/** With fewer lines than this nothing could be read: then they may stand closer, but not closer than a label is high. */
const MIN_TICKS = 2;
const CLOSER_FACTOR = 0.45;

const SECOND_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];

/** Round values within an axis, ascending, at most `1 / space + 1` of them (of small axes twice as many). */
export function yTicks(range: YRange, { unit, log, space }: TickOptions): readonly number[] {
  const parsed = parseUnit(unit);
  if (parsed.kind === 'words') return [0, 1].filter((value) => value >= range[0] && value <= range[1]);
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

/** Powers of ten, of memory those of two, all of them or every second, third …: lines between would be more than a calm chart can bear. */
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
  // Parts, as the whole range may be more than the largest number.
  const minStep = Math.min(1, space) * max - Math.min(1, space) * min;
  const { step, times } = stepOf(minStep, max - min >= Math.max(Math.abs(min), Math.abs(max)) / 4, unit);
  // A little more than the ends, which a division may miss.
  const [first, last] = [Math.ceil(min / step - 1e-6), Math.floor(max / step + 1e-6)];
  return multiplesBetween(first, last, times).filter((value) => value >= min && value <= max);
}

/** No axis has room for more. */
const MAX_TICKS = 200;

function multiplesBetween(first: number, last: number, valueOf: (index: number) => number): number[] {
  const length = Math.max(0, Math.min(MAX_TICKS, last - first + 1));
  return Array.from({ length }, (_, index) => valueOf(first + index));
}

interface Step {
  readonly step: number;
  /** So many times the step: without the errors of a multiplication. */
  readonly times: (count: number) => number;
}

const DAY = 86_400;

/** The next larger round step: of memory a power of two, of a long time whole minutes, hours or days. */
function stepOf(minStep: number, isWide: boolean, unit: Unit): Step {
  if (unit.kind === 'scaled' && unit.base === 1024 && minStep > 1) {
    const step = 2 ** Math.ceil(Math.log2(minStep));
    return { step, times: (count) => count * step };
  }
  // In seconds it may be more than the largest number.
  if (unit.kind === 'duration' && isWide && minStep * unit.seconds > 0.5 && minStep * unit.seconds < Infinity) {
    const seconds = SECOND_STEPS.find((each) => each >= minStep * unit.seconds);
    const step = (seconds ?? roundStep((minStep * unit.seconds) / DAY).step * DAY) / unit.seconds;
    return { step, times: (count) => count * step };
  }
  return roundStep(minStep);
}

/** A power of ten, twice, two and a half or five times of it. */
function roundStep(minStep: number): Step {
  let power = Math.floor(Math.log10(minStep));
  const factor = [10, 20, 25, 50].find((each) => each * 10 ** (power - 1) >= minStep * (1 - 1e-9));
  if (factor === undefined) power += 1;
  const digits = factor ?? 10;
  return { step: Number(`${digits}e${power - 1}`), times: (count) => Number(`${count * digits}e${power - 1}`) };
}
