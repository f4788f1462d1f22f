import type { PanelData } from '../../../wire/schemas/snapshot.js';
import { expectJson } from './api-client.js';
import type { useServer } from './use-server.js';

export const STATUSES = '/api/v1/statuses';
export const EVENTS = '/api/v1/events';
export const TABLES = '/api/v1/tables';

/** Pushes statuses, events and tables to a server, and loads panels that show them. */
export interface RecordsClient {
  readonly reportStatus: (key: string, body: unknown) => Promise<unknown>;
  readonly addEvents: (body: unknown) => Promise<unknown>;
  readonly putTable: (key: string, body: unknown) => Promise<unknown>;
  /** Creates a board with one panel. */
  readonly createBoard: (slug: string, type: string, query: Record<string, unknown>) => Promise<void>;
  /** Returns the data of the panel of such a board. */
  readonly loadPanel: (slug: string, query?: string) => Promise<PanelData>;
}

/** Returns a client of the server that the tests use. */
export function recordsClient(app: ReturnType<typeof useServer>): RecordsClient {
  return {
    reportStatus: async (key, body) => expectJson(await app.api.post(`${STATUSES}/${key}`, JSON.stringify(body)), 200),
    addEvents: async (body) => expectJson(await app.api.post(EVENTS, JSON.stringify(body)), 200),
    putTable: async (key, body) => expectJson(await app.api.sendJson('PUT', `${TABLES}/${key}`, body), 200),
    createBoard: async (slug, type, query) => {
      const layout = { x: 0, y: 0, w: 6, h: 4 };
      const panels = [{ id: 'p', type, title: slug, query, layout, options: {} }];
      expectJson(await app.api.sendJson('POST', '/api/v1/boards', { slug, title: slug, panels }), 201);
    },
    loadPanel: async (slug, query = '') => (await app.api.snapshot(slug, query)).panels.p as PanelData,
  };
}
