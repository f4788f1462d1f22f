import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import { FadeOnChange } from '../../../ui/viewport/fade-on-change';
import { textOption } from '../../options/panel-option-values';
import type { PanelContent } from '../../panel-content';
import { panelColor } from '../../drawing/palette';
import { Sparkline } from '../../drawing/sparkline';
import { StateMark } from '../../state-mark/state-mark';
import { readNumber } from './number-data';

const ARROWS = { up: '▲', down: '▼', same: '=' } as const;
const CHANGES = {
  up: $localize`:a value went|:up`,
  down: $localize`:a value went|:down`,
  same: $localize`unchanged`,
} as const;

/** The width of a state mark with its margin, in digits. */
const MARK_CHARS = 1.7;

/** A longer name would take the room of the lines below. */
const MAX_LABEL_LENGTH = 60;

/**
 * One value, as large as possible, with its trend and its change.
 *
 * Options: `unit`, `decimals`, `delta: false`, `deltaFrom` (how long ago to compare with, like `24h`; default: the
 * start of the range), `goodDirection: 'up' | 'down'`, `thresholds`, `color` (1-8).
 */
@Component({
  selector: 'bc-number-panel',
  imports: [FadeOnChange, Sparkline, StateMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './number-panel.html',
  styleUrl: './number-panel.scss',
})
export class NumberPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  protected readonly reading = computed(() => {
    const { query, options } = this.panel();
    return readNumber(this.frame(), query, options, this.range());
  });

  protected readonly color = computed(() => panelColor(this.panel()));

  /** The width of the value in digits; a unit has less than half their size. */
  protected readonly width = computed(() =>
    (this.reading()?.parts ?? []).reduce(
      (sum, { text, unit }) => sum + text.length + unit.length * 0.48 + 0.35,
      this.mark() === undefined ? 0 : MARK_CHARS,
    ),
  );

  /** The state of a value that has reached a threshold, as a mark: color alone would not be accessible. */
  protected readonly mark = computed(() => {
    const state = this.reading()?.thresholdResult?.state;
    return state === 'ok' ? undefined : state;
  });

  protected truncated(label: string): string {
    const letters = Array.from(label);
    return letters.length > MAX_LABEL_LENGTH ? `${letters.slice(0, MAX_LABEL_LENGTH - 1).join('')}…` : label;
  }

  protected readonly delta = computed(() => {
    const delta = this.reading()?.delta;
    if (delta === undefined) return undefined;
    const good = textOption(this.panel().options, 'goodDirection');
    return {
      ...delta,
      arrow: ARROWS[delta.direction],
      text: CHANGES[delta.direction],
      tone:
        delta.direction === 'same' || (good !== 'up' && good !== 'down')
          ? ''
          : delta.direction === good
            ? 'good'
            : 'bad',
    };
  });
}
