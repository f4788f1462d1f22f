import type { Frame, FrameField } from '../../../wire/frame.js';
import type { PanelData } from '../../../wire/snapshot.js';
import { taken } from './api.js';
import type { useServer } from './use-server.js';

export const STATUSES = '/api/v1/statuses';
export const EVENTS = '/api/v1/events';
export const TABLES = '/api/v1/tables';

/** Pushes records to a server, and looks at what a panel shows of them. */
export interface Records {
  readonly report: (key: string, body: unknown) => Promise<unknown>;
  readonly happen: (body: unknown) => Promise<unknown>;
  readonly put: (key: string, body: unknown) => Promise<unknown>;
  /** Makes a board with one panel. */
  readonly show: (slug: string, type: string, query: Record<string, unknown>) => Promise<void>;
  /** What that panel shows. */
  readonly panelOf: (slug: string, query?: string) => Promise<PanelData>;
}

export function useRecords(app: ReturnType<typeof useServer>): Records {
  return {
    report: async (key, body) => taken(await app.api.post(`${STATUSES}/${key}`, JSON.stringify(body)), 200),
    happen: async (body) => taken(await app.api.post(EVENTS, JSON.stringify(body)), 200),
    put: async (key, body) => taken(await app.api.send('PUT', `${TABLES}/${key}`, body), 200),
    show: async (slug, type, query) => {
      const layout = { x: 0, y: 0, w: 6, h: 4 };
      const panels = [{ id: 'p', type, title: slug, query, layout, options: {} }];
      taken(await app.api.send('POST', '/api/v1/boards', { slug, title: slug, panels }), 201);
    },
    panelOf: async (slug, query = '') => (await app.api.snapshot(slug, query)).panels.p as PanelData,
  };
}

export function column(frame: Frame | undefined, name: string): FrameField['values'] | undefined {
  return frame?.fields.find((field) => field.name === name)?.values;
}
