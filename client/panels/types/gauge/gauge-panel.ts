import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import { FadeOnChange } from '../../../ui/viewport/fade-on-change';
import type { PanelContent } from '../../panel-content';
import { gaugeFigure } from './gauge-figure';
import { readGauge, type GaugeReading } from './gauge-data';

const RADIUS = 78;
const CENTER = { x: 100, y: 92 };
const LENGTH = Math.PI * RADIUS;

interface GaugeSource {
  readonly panel: Panel;
  readonly range: TimeRange;
  readonly frame: Frame;
}

/** A value on a scale in the shape of a half circle. Options: `unit`, `decimals`, `min`, `max`, `thresholds`. */
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

  /** The scale is kept until the panel or the range changes. */
  protected readonly reading = linkedSignal<GaugeSource, GaugeReading | undefined>({
    source: () => ({ panel: this.panel(), range: this.range(), frame: this.frame() }),
    computation: ({ panel, range, frame }, previous) => {
      const isSame = previous?.source.panel === panel && previous.source.range === range;
      return readGauge(frame, panel.query, panel.options, isSame ? previous.value : undefined);
    },
  });

  protected readonly figure = computed(() => gaugeFigure(this.reading()?.parts ?? []));

  protected readonly arc = arcPath(RADIUS, 0, 1);
  protected readonly length = LENGTH;

  /** The length of the filled arc. A value at the start still shows its round end. */
  protected readonly filled = computed(() => Math.max(0.001, (this.reading()?.share ?? 0) * LENGTH));

  /** A thin arc around the dial for each state. */
  protected readonly zones = computed(() =>
    (this.reading()?.zones ?? []).map(({ state, from, to }) => ({
      state,
      path: arcPath(RADIUS + 12, from + (from > 0 ? GAP : 0), to),
    })),
  );
}

/** The gap between two zones, as a fraction of the half circle. */
const GAP = 0.008;

function arcPath(radius: number, from: number, to: number): string {
  const at = (share: number): string => {
    const angle = Math.PI * (1 - share);
    return `${(CENTER.x + radius * Math.cos(angle)).toFixed(2)} ${(CENTER.y - radius * Math.sin(angle)).toFixed(2)}`;
  };
  return `M${at(from)}A${radius} ${radius} 0 0 1 ${at(Math.max(from, to))}`;
}
