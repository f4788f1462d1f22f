import type { Panel, Query } from '../../../wire/schemas/board';
import type { Frame, FrameField, Tags } from '../../../wire/schemas/frame';
import type { PanelView } from '../../stream/snapshot/board-view';
import type { PanelData } from '../../../wire/schemas/snapshot';

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
  endedAt?: number;
  values: (number | null)[];
}

/** A frame whose rows are a minute apart, the last one at `end` (ms since 1970). */
export function sampleFrame(end: number, ...series: SampleSeries[]): Frame {
  const rows = series[0]?.values.length ?? 0;
  return {
    fields: [
      { name: 'time', type: 'time', values: Array.from({ length: rows }, (_, row) => end - (rows - 1 - row) * 60_000) },
      ...series.map(({ name = 'shop.orders', unit, tags, endedAt, values }) => ({
        name,
        type: 'number' as const,
        unit,
        tags,
        endedAt,
        values,
      })),
    ],
  };
}

/** Returns the frame with bucket information. */
export function inBuckets(frame: Frame, about: Pick<FrameField, 'every' | 'aggregate' | 'across'>): Frame {
  const [time, ...others] = frame.fields;
  return { ...frame, fields: time === undefined ? [] : [{ ...time, ...about }, ...others] };
}

export function sampleView(id: string, data: Partial<PanelData>, lastFrame = data.frame): PanelView {
  return { id, data: { revision: 1, ...data }, lastFrame };
}

/** A frame of names and values, without times. */
export function sampleRows(rows: Readonly<Record<string, number>>, unit?: string): Frame {
  return {
    fields: [
      { name: 'name', type: 'string', values: Object.keys(rows) },
      { name: 'value', type: 'number', unit, values: Object.values(rows) },
    ],
  };
}

/** A frame of the source `statuses`. */
export function statusFrame(...rows: { name: string; state: string; message?: string; since?: number }[]): Frame {
  return {
    fields: [
      { name: 'name', type: 'string', values: rows.map(({ name }) => name) },
      { name: 'state', type: 'state', values: rows.map(({ state }) => state) },
      { name: 'message', type: 'string', values: rows.map(({ message }) => message ?? null) },
      { name: 'time', type: 'time', values: rows.map(({ since }) => since ?? null) },
      { name: 'since', type: 'time', values: rows.map(({ since }) => since ?? null) },
    ],
  };
}

/** A frame of the source `events`, the oldest first. */
export function eventFrame(...rows: { time: number | null; level?: string; title: string; text?: string }[]): Frame {
  return {
    fields: [
      { name: 'time', type: 'time', values: rows.map(({ time }) => time) },
      { name: 'level', type: 'state', values: rows.map(({ level = 'info' }) => level) },
      { name: 'title', type: 'string', values: rows.map(({ title }) => title) },
      { name: 'text', type: 'string', values: rows.map(({ text }) => text ?? null) },
    ],
  };
}

/** A frame of the source `tables`: a column for each name, with the type of its values. */
export function tableFrame(columns: Readonly<Record<string, FrameField['values']>>, units: Tags = {}): Frame {
  return {
    fields: Object.entries(columns).map(([name, values]) => ({
      name,
      type: typeof values.find((value) => value !== null) === 'number' ? 'number' : 'string',
      unit: units[name],
      values,
    })),
  };
}
