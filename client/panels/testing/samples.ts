import type { Panel, Query } from '../../../wire/board';
import type { Frame, Tags } from '../../../wire/frame';
import type { PanelView } from '../../live/board-view';
import type { PanelData } from '../../../wire/snapshot';

const QUERY: Query = { source: 'metrics', metric: 'shop.orders' };

export function samplePanel(parts: Partial<Panel> = {}): Panel {
  return {
    id: 'orders',
    type: 'number',
    title: 'Orders',
    query: QUERY,
    layout: { x: 0, y: 0, w: 3, h: 2 },
    options: {},
    ...parts,
  };
}

export interface SampleSeries {
  name?: string;
  unit?: string;
  tags?: Tags;
  values: (number | null)[];
}

/** A frame whose rows are a minute apart, the last one at `end`. */
export function sampleFrame(end: number, ...series: SampleSeries[]): Frame {
  const rows = series[0]?.values.length ?? 0;
  return {
    fields: [
      { name: 'time', type: 'time', values: Array.from({ length: rows }, (_, row) => end - (rows - 1 - row) * 60_000) },
      ...series.map(({ name = 'shop.orders', unit, tags, values }) => ({
        name,
        type: 'number' as const,
        unit,
        tags,
        values,
      })),
    ],
  };
}

export function sampleView(id: string, data: Partial<PanelData>, lastFrame = data.frame): PanelView {
  return { id, data: { revision: 1, ...data }, lastFrame };
}
