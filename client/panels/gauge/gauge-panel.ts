import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Panel } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import type { TimeRange } from '../../../wire/range';
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
  readonly range = input.required<TimeRange>();

  protected readonly reading = computed(() => {
    const { query, options } = this.panel();
    return readGauge(this.frame(), query, options);
  });

  protected readonly arc = arcPath(RADIUS, 0, 1);
  protected readonly length = LENGTH;

  /** The filled part of the arc; a value at the very start still shows its round end. */
  protected readonly filled = computed(() => Math.max(0.001, (this.reading()?.share ?? 0) * LENGTH));

  /** A thin arc around the dial for each state, from where it begins to where the next one does. */
  protected readonly zones = computed(() => {
    const limits = this.reading()?.limits ?? [];
    return limits.map(({ share, state }, index) => ({
      state,
      path: arcPath(RADIUS + 12, share + (share > 0 ? GAP : 0), limits[index + 1]?.share ?? 1),
    }));
  });
}

/** Between two zones, as a share of the half circle. */
const GAP = 0.008;

function arcPath(radius: number, from: number, to: number): string {
  const at = (share: number): string => {
    const angle = Math.PI * (1 - share);
    return `${(CENTRE.x + radius * Math.cos(angle)).toFixed(2)} ${(CENTRE.y - radius * Math.sin(angle)).toFixed(2)}`;
  };
  return `M${at(from)}A${radius} ${radius} 0 0 1 ${at(Math.max(from, to))}`;
}
