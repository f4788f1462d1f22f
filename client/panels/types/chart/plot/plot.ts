import type { TimeWindow } from '../../../../../wire/range';
import type { AxisReading } from '../../../../i18n/format/axis-values';
import type { FormatOptions } from '../../../../i18n/format/format-options';
import type { Thresholds } from '../../../options/thresholds';
import type { ChartData } from '../../../data/chart-data';
import type { YBounds } from '../../../drawing/y-scale';

/** A value axis, used by all series with its unit. */
export interface PlotAxis {
  readonly unit?: string;
  readonly format: FormatOptions;
}

export interface PlotOptions {
  readonly style: 'line' | 'area' | 'bars';
  readonly stacked: boolean;
  readonly log: boolean;
  /** Whether dragging selects a time range. */
  readonly zoom: boolean;
  /** Whether lines are drawn over gaps. */
  readonly connectNulls: boolean;
  /** The bounds of the first axis. */
  readonly bounds: YBounds;
  /** One axis, or two if series have different units; the first is on the left. */
  readonly axes: readonly PlotAxis[];
  readonly thresholds?: Thresholds;
  readonly thresholdStyle: 'line' | 'band' | 'both';
}

/** The cursor: a row of the data for each series, and a position within the plot in CSS pixels. */
export interface PlotCursor {
  readonly left: number;
  /** The size of the plot, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The row at the cursor, by the key of each visible series with a value there. */
  readonly rows: ReadonlyMap<string, number>;
  /** How precisely values can be read from the axis, by the key of each visible series. */
  readonly readings: ReadonlyMap<string, AxisReading>;
  /**
   * The vertical distance from the pointer in CSS pixels, by the key of each visible series with a value there.
   * Undefined if the pointer is over another plot of the page at the same time.
   */
  readonly distances?: ReadonlyMap<string, number>;
}

export interface PlotEvents {
  /** The cursor has moved, on this plot or on another one of the page. Undefined: it has left. */
  cursor(cursor: PlotCursor | undefined): void;
  /** A time range was selected by dragging. */
  select(window: TimeWindow): void;
  /** A double click: zoom out. */
  back(): void;
}

/** A drawing of values over time. The component formats texts and numbers; the plot draws pixels. */
export interface Plot {
  /**
   * Draws the series, together with the other charts of the page.
   *
   * @param hidden keys of series that are not drawn
   */
  show(data: ChartData, window: TimeWindow, hidden: ReadonlySet<string>): void;
  /** Moves the time window without new data. If new data is expected soon, the plot moves with it. */
  moveTo(window: TimeWindow): void;
  /** Draws again in the colors of a new theme. */
  repaint(): void;
  destroy(): void;
}

export type PlotFactory = (host: HTMLElement, options: PlotOptions, events: PlotEvents) => Plot;
