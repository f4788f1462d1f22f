import type { Type } from '@angular/core';
import type { Query } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import { summarizeBars } from '../bars/bars-data';
import { BarsPanel } from '../bars/bars-panel';
import { hasTimeSeries, summarizeChart } from '../chart/data/chart-data';
import { ChartPanel } from '../chart/chart-panel';
import { ClockPanel } from '../clock/clock-panel';
import { summarizeEvents } from '../events/events-data';
import { EventsPanel } from '../events/events-panel';
import { GaugePanel } from '../gauge/gauge-panel';
import { summarizeHeatmap } from '../heatmap/heatmap-data';
import { HeatmapPanel } from '../heatmap/heatmap-panel';
import { ImagePanel } from '../image/image-panel';
import { hasNumber } from '../combine/combined-value';
import { numberProblem, summarizeNumber } from '../number/number-data';
import { NumberPanel } from '../number/number-panel';
import type { PanelOptions } from '../options/panel-option-values';
import type { PanelContent } from '../panel-content';
import { summarizePie } from '../pie/pie-data';
import { PiePanel } from '../pie/pie-panel';
import { summarizeStatus } from '../status/status-data';
import { StatusPanel } from '../status/status-panel';
import { summarizeTable } from '../table/table-data';
import { TablePanel } from '../table/table-panel';
import { TextPanel } from '../text/text-panel';
import { WebPanel } from '../web/web-panel';

export interface PanelType {
  readonly component: Type<PanelContent>;
  /** Draws no data (the types that need no query): shown at once, with an empty frame. */
  readonly needsNoData?: true;
  /** Tells of each row whether it is old, where the frame knows (`staleAt`): the others are not dimmed with it. */
  readonly dimsRows?: true;
  /** Wants to know whether it fills the page (`full`): it offers more then. */
  readonly usesFullScreen?: true;
  /** Whether there is something that it can draw: the same as a summary, with less work for what is asked each second. */
  readonly canDraw?: (frame: Frame) => boolean;
  /** What it wants of data, said where they do not have it. */
  readonly requirement?: string;
  /** The message that the panel shows if it cannot draw data that otherwise fits. */
  readonly problem?: (frame: Frame, query: Query | undefined, options: PanelOptions) => string | undefined;
  /** The newest values in one line, for the screen reader. */
  readonly summarize: (frame: Frame, query: Query | undefined, options: PanelOptions) => string | undefined;
}

/** What draws no data has no news to tell. */
const noSummary = (): undefined => undefined;

/** Every panel type that this client draws: a new kind is one line here. */
const PANEL_TYPES: Readonly<Record<string, PanelType>> = {
  number: { component: NumberPanel, canDraw: hasNumber, problem: numberProblem, summarize: summarizeNumber },
  chart: {
    component: ChartPanel,
    canDraw: hasTimeSeries,
    requirement: $localize`A chart needs a column of times and one of numbers.`,
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
