import type { TimeWindow } from '../../../wire/range';
import { timeTicks } from '../../i18n/format/axis-times';

export interface TimeLabel {
  readonly time: number;
  readonly text: string;
  /** Its place, 0-1 of the window. */
  readonly share: number;
}

/** Round times of the viewer's clock within the window, at most so many. */
export function timeLabels(window: TimeWindow, maxCount: number): readonly TimeLabel[] {
  const { from, to } = window;
  const { times, labels } = timeTicks(window, maxCount);
  return times.map((time, index) => ({ time, text: labels[index] ?? '', share: (time - from) / (to - from) }));
}
