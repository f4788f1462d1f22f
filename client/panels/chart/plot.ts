import type { ChartData } from './chart-data';
import type { Thresholds } from '../thresholds';
import type { FormatOptions } from '../../ui/format/format-options';
import type { YBounds } from './y-scale';

export interface PlotOptions {
  readonly format: FormatOptions;
  readonly bounds: YBounds;
  readonly fill: 'none' | 'area' | 'stack';
  readonly thresholds?: Thresholds;
}

/** Where the pointer is: a row of the data for each series, and a place within the plot in CSS pixels. */
export interface PlotCursor {
  readonly left: number;
  readonly width: number;
  /** By the key of each visible series: its row of the data that is nearest to the pointer. */
  readonly rows: ReadonlyMap<string, number>;
}

/** What part of time is drawn, in ms. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** A drawing of lines over time. The component above it knows words and numbers, this one pixels. */
export interface Plot {
  /** Draws the series that are not hidden, by key. */
  show(data: ChartData, window: TimeWindow, hidden: ReadonlySet<string>): void;
  /** Moves on without new data. */
  moveTo(window: TimeWindow): void;
  /** Draws again: the theme's colours have changed. */
  repaint(): void;
  destroy(): void;
}

export type PlotFactory = (
  host: HTMLElement,
  options: PlotOptions,
  onCursor: (cursor: PlotCursor | undefined) => void,
) => Plot;
