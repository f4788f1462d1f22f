import type { TimeWindow } from '../../../wire/range';
import { formatAxisTime } from '../../ui/format/time';
import { startOfDay } from '../../ui/format/zone';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90].map((count) => count * DAY),
];

export interface TimeLabel {
  readonly time: number;
  readonly text: string;
  /** Its place, 0-1 of the window. */
  readonly place: number;
}

/** Round times of the viewer's clock within the window, at most so many. */
export function timeLabels({ from, to }: TimeWindow, most: number): readonly TimeLabel[] {
  const step = STEPS.find((each) => (to - from) / each <= Math.max(1, most)) ?? 365 * DAY;
  const labels: TimeLabel[] = [];
  for (let time = firstAfter(from, step); time <= to; time += step) {
    labels.push({ time, text: formatAxisTime(time, step), place: (time - from) / (to - from) });
  }
  return labels;
}

/** Steps are counted from local midnight: noon is noon, in every zone. */
function firstAfter(from: number, step: number): number {
  const midnight = startOfDay(from);
  return midnight + Math.ceil((from - midnight) / step) * step;
}
