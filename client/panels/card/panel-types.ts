import type { Type } from '@angular/core';
import type { Query } from '../../../wire/schemas/board';
import type { Frame } from '../../../wire/schemas/frame';
import { summarizeBars } from '../types/bars/bars-data';
import { BarsPanel } from '../types/bars/bars-panel';
import { hasTimeSeries, summarizeChart } from '../data/chart-data';
import { ChartPanel } from '../types/chart/chart-panel';
import { ClockPanel } from '../types/clock/clock-panel';
import { summarizeEvents } from '../types/events/events-data';
import { EventsPanel } from '../types/events/events-panel';
import { GaugePanel } from '../types/gauge/gauge-panel';
import { summarizeHeatmap } from '../types/heatmap/heatmap-data';
import { HeatmapPanel } from '../types/heatmap/heatmap-panel';
import { ImagePanel } from '../types/image/image-panel';
import { hasNumber } from '../combine/combined-value';
import { numberProblem, summarizeNumber } from '../types/number/number-data';
import { NumberPanel } from '../types/number/number-panel';
import type { PanelOptions } from '../options/panel-option-values';
import type { PanelContent } from '../panel-content';
import { summarizePie } from '../types/pie/pie-data';
import { PiePanel } from '../types/pie/pie-panel';
import { summarizeStatus } from '../types/status/status-data';
import { StatusPanel } from '../types/status/status-panel';
import { summarizeTable } from '../types/table/table-data';
import { TablePanel } from '../types/table/table-panel';
import { TextPanel } from '../types/text/text-panel';
import { WebPanel } from '../types/web/web-panel';

export interface PanelType {
  readonly component: Type<PanelContent>;
  /** Set for panel types without a query: they are shown at once, with an empty frame. */
  readonly needsNoData?: true;
  /** Set if the panel dims old rows itself, by the frame's `staleAt` column. Then the card does not dim the others. */
  readonly dimsRows?: true;
  /** Set if the panel has an input `fullScreen`, because it shows more in full screen. */
  readonly usesFullScreen?: true;
  /**
   * Whether the frame has something to show. Equivalent to a defined summary, but cheaper: it is called each second.
   */
  readonly canDraw?: (frame: Frame) => boolean;
  /** The message about the required data. It is shown if the data does not fit. */
  readonly requirement?: string;
  /** Returns the message that is shown if data that fits cannot be shown. */
  readonly problem?: (frame: Frame, query: Query | undefined, options: PanelOptions) => string | undefined;
  /** Returns the newest values in one line, for the screen reader. */
  readonly summarize: (frame: Frame, query: Query | undefined, options: PanelOptions) => string | undefined;
}

const noSummary = (): undefined => undefined;

/** All panel types of this client. A new type needs one line here. */
const PANEL_TYPES: Readonly<Record<string, PanelType>> = {
  number: { component: NumberPanel, canDraw: hasNumber, problem: numberProblem, summarize: summarizeNumber },
  chart: {
    component: ChartPanel,
    canDraw: hasTimeSeries,
    requirement: $localize`A chart needs a time column and a number column.`,
    summarize: summarizeChart,
  },
  gauge: { component: GaugePanel, canDraw: hasNumber, problem: numberProblem, summarize: summarizeNumber },
  bars: { component: BarsPanel, summarize: summarizeBars },
  pie: { component: PiePanel, summarize: summarizePie },
  heatmap: { component: HeatmapPanel, summarize: summarizeHeatmap },
  status: { component: StatusPanel, dimsRows: true, summarize: summarizeStatus },
  table: { component: TablePanel, summarize: summarizeTable },
  events: { component: EventsPanel, usesFullScreen: true, summarize: summarizeEvents },
  text: { component: TextPanel, needsNoData: true, summarize: noSummary },
  image: { component: ImagePanel, needsNoData: true, summarize: noSummary },
  web: { component: WebPanel, needsNoData: true, summarize: noSummary },
  clock: { component: ClockPanel, needsNoData: true, summarize: noSummary },
};

export function panelTypeOf(type: string): PanelType | undefined {
  return Object.hasOwn(PANEL_TYPES, type) ? PANEL_TYPES[type] : undefined;
}
