import { InjectionToken } from '@angular/core';
import type { PlotFactory } from './plot';

/** Loads the plot when the first chart needs it, so that uPlot is a chunk of its own. */
export const PLOT = new InjectionToken<() => Promise<PlotFactory>>('PLOT', {
  factory: () => () => import('./time-plot').then(({ createTimePlot }) => createTimePlot),
});
