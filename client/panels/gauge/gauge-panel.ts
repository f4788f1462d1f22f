import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Panel } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import type { Range } from '../../../wire/range';
import { FadeOnChange } from '../../ui/fade-on-change';
import type { PanelContent } from '../panel-content';
import { readGauge } from './gauge-data';

const RADIUS = 78;
const CENTRE = { x: 100, y: 92 };
const LENGTH = Math.PI * RADIUS;

/** A value between two ends, on half a circle. Options: `unit`, `decimals`, `min`, `max`, `thresholds`. */
@Component({
  selector: 'bc-gauge-panel',
  imports: [FadeOnChange],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './gauge-panel.html',
  styleUrl: './gauge-panel.scss',
})
export class GaugePanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<Range>();

  protected readonly reading = computed(() => {
    const { query, options } = this.panel();
    return readGauge(this.frame(), query, options);
  });

  protected readonly arc = `M${CENTRE.x - RADIUS} ${CENTRE.y}A${RADIUS} ${RADIUS} 0 0 1 ${CENTRE.x + RADIUS} ${CENTRE.y}`;
  protected readonly length = LENGTH;

  /** The filled part of the arc; a value at the very start still shows its round end. */
  protected readonly filled = computed(() => Math.max(0.001, (this.reading()?.share ?? 0) * LENGTH));

  /** Short strokes outside the arc where a state begins. */
  protected readonly limits = computed(() =>
    (this.reading()?.limits ?? []).map(({ share, state }) => {
      const angle = Math.PI * (1 - share);
      const at = (radius: number): string =>
        `${(CENTRE.x + radius * Math.cos(angle)).toFixed(1)} ${(CENTRE.y - radius * Math.sin(angle)).toFixed(1)}`;
      return { state, path: `M${at(RADIUS + 10)}L${at(RADIUS + 14)}` };
    }),
  );
}
