import { ChangeDetectionStrategy, Component, inject, input, linkedSignal } from '@angular/core';
import type { TimeRange, TimeWindow } from '../../../wire/range';
import { ViewportVisibility } from '../../ui/viewport/viewport-visibility';
import { movingWindow } from '../data/moving-window';
import type { SeriesPoint } from '../data/series';
import { SPARKLINE_HEIGHT, SPARKLINE_WIDTH, sparklinePaths, type SparklinePaths } from './sparkline-path';

interface SparklineData {
  readonly points: () => readonly SeriesPoint[];
  readonly window: TimeWindow;
}

let gradientCount = 0;

/** The trend of a value as a line with an area. Decorative: screen readers get the values elsewhere. */
@Component({
  selector: 'bc-sparkline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (paths(); as paths) {
      <svg [attr.viewBox]="viewBox" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <defs>
          <linearGradient [id]="gradient" x1="0" x2="0" y1="0" y2="1">
            <stop stop-color="currentColor" stop-opacity=".28" />
            <stop offset="1" stop-color="currentColor" stop-opacity="0" />
          </linearGradient>
        </defs>
        <path [attr.d]="paths.area" [attr.fill]="'url(#' + gradient + ')'" />
        <path class="line" [attr.d]="paths.line" />
        <path class="line dots" [attr.d]="paths.dots" />
      </svg>
    }
  `,
  styles: `
    :host {
      display: block;
      min-height: 0;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
      overflow: visible;
    }
    .line {
      fill: none;
      stroke: currentColor;
      stroke-width: 1.75;
      stroke-linejoin: round;
      vector-effect: non-scaling-stroke;
    }
    .dots {
      stroke-linecap: round;
      stroke-width: 5;
    }
  `,
})
export class Sparkline {
  readonly points = input.required<() => readonly SeriesPoint[]>();
  /** The time range of the full width. */
  readonly range = input.required<TimeRange>();
  private readonly window = movingWindow(this.range);
  private readonly visibility = inject(ViewportVisibility, { optional: true });
  private readonly isVisible = (): boolean => this.visibility?.isVisible() ?? true;

  /** Out of view, the drawing does not change. */
  protected readonly paths = linkedSignal<SparklineData | undefined, SparklinePaths | undefined>({
    source: () => (this.isVisible() ? { points: this.points(), window: this.window() } : undefined),
    computation: (drawn, before) =>
      drawn === undefined ? before?.value : sparklinePaths(drawn.points(), drawn.window),
  });
  protected readonly viewBox = `0 0 ${SPARKLINE_WIDTH} ${SPARKLINE_HEIGHT}`;
  protected readonly gradient = `spark-${(gradientCount += 1)}`;
}
