import type { Type } from '@angular/core';
import type { Query } from '../../wire/board';
import type { Frame } from '../../wire/frame';
import { summarizeBars } from './bars/bars-data';
import { BarsPanel } from './bars/bars-panel';
import { summarizeChart } from './chart/chart-data';
import { ChartPanel } from './chart/chart-panel';
import { GaugePanel } from './gauge/gauge-panel';
import { summarizeNumber } from './number/number-data';
import { NumberPanel } from './number/number-panel';
import type { PanelOptions } from './options';
import type { PanelContent } from './panel-content';

export interface PanelKind {
  readonly component: Type<PanelContent>;
  /** Draws no data (the types that need no query): shown at once, with an empty frame. */
  readonly dataless?: true;
  /** The newest values in one line, for the screen reader. */
  readonly summarize: (frame: Frame, query: Query | undefined, options: PanelOptions) => string | undefined;
}

/** Every panel type that this client draws: a new kind is one line here. */
const PANEL_KINDS: Readonly<Record<string, PanelKind>> = {
  number: { component: NumberPanel, summarize: summarizeNumber },
  chart: { component: ChartPanel, summarize: summarizeChart },
  gauge: { component: GaugePanel, summarize: summarizeNumber },
  bars: { component: BarsPanel, summarize: summarizeBars },
};

export function panelKindOf(type: string): PanelKind | undefined {
  return Object.hasOwn(PANEL_KINDS, type) ? PANEL_KINDS[type] : undefined;
}
