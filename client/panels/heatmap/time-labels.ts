import type { TimeWindow } from '../../../wire/range';
import { timeTicks } from '../../i18n/format/axis-times';

export interface TimeLabel {
  readonly time: number;
  readonly text: string;
  /** Its place, 0-1 of the window. */
  readonly place: number;
}

/** Round times of the viewer's clock within the window, at most so many. */
export function timeLabels(window: TimeWindow, most: number): readonly TimeLabel[] {
  const { from, to } = window;
  const { times, texts } = timeTicks(window, most);
  return times.map((time, index) => ({ time, text: texts[index] ?? '', place: (time - from) / (to - from) }));
}
