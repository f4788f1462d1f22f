import type { TimeWindow } from '../../../../wire/range';
import type { AxisReading } from '../../../i18n/format/axis-values';
import type { FormatOptions } from '../../../i18n/format/format-options';
import type { Thresholds } from '../../options/thresholds';
import type { ChartData } from '../data/chart-data';
import type { YBounds } from '../y-axis/y-scale';

/** A value axis: what series of its unit are measured by. */
export interface PlotAxis {
  readonly unit?: string;
  readonly format: FormatOptions;
}

export interface PlotOptions {
  readonly style: 'line' | 'area' | 'bars';
  readonly stacked: boolean;
  readonly log: boolean;
  /** Whether dragging marks a part of time. */
  readonly zoom: boolean;
  /** Draws lines over gaps, too. */
  readonly connectNulls: boolean;
  /** Of the first axis. */
  readonly bounds: YBounds;
  /** One, or two where series differ in unit: the first at the left. */
  readonly axes: readonly PlotAxis[];
  readonly thresholds?: Thresholds;
  readonly thresholdStyle: 'line' | 'band' | 'both';
}

/** Where the cursor is: a row of the data for each series, and a place within the plot in CSS pixels. */
export interface PlotCursor {
  readonly left: number;
  /** The plot's own size, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** By the key of each visible series that has a value there: its row of the data. */
  readonly rows: ReadonlyMap<string, number>;
  /** By the key of each visible series: how its values are read on its axis. */
  readonly readings: ReadonlyMap<string, AxisReading>;
  /**
   * By the key of each visible series that has a value there: how far above or below the pointer it is drawn, in CSS pixels.
   * Undefined where the pointer is not over this plot, but over another one of the page, at the same moment.
   */
  readonly distances?: ReadonlyMap<string, number>;
}

export interface PlotEvents {
  /** The cursor has moved, on this plot or on another one of the page; undefined: it is gone. */
  cursor(cursor: PlotCursor | undefined): void;
  /** A part of time was marked by dragging. */
  select(window: TimeWindow): void;
  /** A double click: back to what was seen before. */
  back(): void;
}

/** A drawing of lines over time. The component above it knows words and numbers, this one pixels. */
export interface Plot {
  /** Draws the series that are not hidden, by key, together with the other charts of the page. */
  show(data: ChartData, window: TimeWindow, hidden: ReadonlySet<string>): void;
  /** Moves on without new data; where data come all the time, with the next. */
  moveTo(window: TimeWindow): void;
  /** Draws again: the theme's colors have changed. */
  repaint(): void;
  destroy(): void;
}

export type PlotFactory = (host: HTMLElement, options: PlotOptions, events: PlotEvents) => Plot;
