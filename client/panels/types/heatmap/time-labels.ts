import type { TimeWindow } from '../../../../wire/range';
import { timeTicks } from '../../../i18n/format/axis-times';

export interface TimeLabel {
  readonly time: number;
  readonly text: string;
  /** The position in the window, 0 to 1. */
  readonly share: number;
}

/** Returns at most `maxCount` round times of the viewer's time zone within the window. */
export function timeLabels(window: TimeWindow, maxCount: number): readonly TimeLabel[] {
  const { from, to } = window;
  const { times, labels } = timeTicks(window, maxCount);
  return times.map((time, index) => ({ time, text: labels[index] ?? '', share: (time - from) / (to - from) }));
}
