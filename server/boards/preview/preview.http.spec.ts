import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { z } from 'zod';
import type { PanelData } from '../../../wire/schemas/snapshot.js';
import { BoardsApp } from '../../../test/support/server/boards-app.js';
import { DashboardCoreModule } from '../../dashboard/dashboard-core.module.js';
import { type LoadContext, type LoadedFrame, Source } from '../../dashboard/contracts/source.js';
import { MetricsService } from '../../metrics/metrics.service.js';

const MAX_PREVIEWS = 4;

const contexts: LoadContext[] = [];
const pending: ((frame: LoadedFrame) => void)[] = [];

class WeatherSource extends Source {
  readonly name = 'weather';
  readonly schema = z.looseObject({ source: z.literal('weather'), city: z.object({ name: z.string() }) });

  topics(): string[] {
    return [];
  }

  async load({ city }: z.infer<typeof this.schema>, context: LoadContext): Promise<LoadedFrame> {
    contexts.push(context);
    if (city.name === 'Atlantis') throw new Error('Atlantis has no weather.');
    if (city.name === 'Slow') return new Promise((resolve) => pending.push(resolve));
    return { fields: [{ name: 'rain', type: 'number', values: [7] }], updatedAt: 1_000, expectEveryMs: 2_000 };
  }
}

@Module({ imports: [DashboardCoreModule.forFeature({ sources: [WeatherSource] })] })
class WeatherModule {}

let api: BoardsApp;

beforeAll(async () => {
  api = await BoardsApp.open({ maxPreviews: MAX_PREVIEWS }, WeatherModule);
});

afterAll(() => api.close());

async function preview(body: unknown): ReturnType<BoardsApp['request']> {
  return api.request('POST', '/../preview', body);
}
const weather = (name: unknown): object => ({ source: 'weather', city: { name } });

describe('POST /api/v1/preview', () => {
  it('returns the data of a panel with the query', async () => {
    const { status, headers, board } = await preview({ query: weather('Ulm'), range: '6h' });
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(board as unknown as PanelData).toEqual({
      revision: expect.any(Number),
      updatedAt: '1970-01-01T00:00:01.000Z',
      staleAt: '1970-01-01T00:00:04.000Z',
      deadAt: '1970-01-01T00:00:21.000Z',
      freshness: 'dead',
      frame: { fields: [{ name: 'rain', type: 'number', values: [7] }] },
    });
    const { from, to } = contexts.at(-1) as LoadContext;
    expect(to - from).toBe(6 * 3_600_000);
  });

  it('uses the requested time zone, or that of the server', async () => {
    await preview({ query: weather('Ulm') });
    expect(contexts.at(-1)).toMatchObject({ timeZone: 'UTC' });
    await preview({ query: weather('Ulm'), timeZone: 'Asia/Tokyo' });
    expect(contexts.at(-1)).toMatchObject({ timeZone: 'Asia/Tokyo' });
  });

  it('uses a fixed time range', async () => {
    const [from, to] = [Date.parse('2026-03-04T12:00:00Z'), Date.parse('2026-03-04T13:00:00Z')];
    expect((await preview({ query: weather('Ulm'), from: '2026-03-04T12:00:00Z', to })).status).toBe(200);
    expect(contexts.at(-1)).toMatchObject({ from, to });
  });

  it('reads stored metrics, without caching', async () => {
    const query = { source: 'metrics', metric: 'preview.m', as: 'value', aggregate: 'last' };
    const values: unknown[] = [];
    for (const value of [3, 5]) {
      await api.app.get(MetricsService).write([{ key: 'preview.m', value }], 'collector');
      const { board } = await preview({ query });
      values.push((board as unknown as PanelData).frame?.fields.find(({ type }) => type === 'number')?.values);
    }
    expect(values).toEqual([[3], [5]]);
  });

  it('returns the error of a source that fails', async () => {
    const { status, board } = await preview({ query: weather('Atlantis') });
    expect(status).toBe(200);
    expect(board).toMatchObject({ error: { message: 'Atlantis has no weather.' } });
    expect(board).not.toHaveProperty('frame');
  });

  it('publishes no change', async () => {
    expect(await api.publishedDuring(() => preview({ query: weather('Ulm') }))).toEqual([]);
  });

  it.each([
    ['a query that its source rejects', { query: weather(3) }, 'query.city.name'],
    ['an unknown source', { query: { source: 'stars' } }, 'query.source'],
    ['a time range without an end', { query: weather('Ulm'), from: '2026-03-04T12:00:00Z' }, 'to'],
    ['no query', {}, 'query'],
    ['an unknown range', { query: weather('Ulm'), range: '2h' }, 'range'],
    ['an unknown time zone', { query: weather('Ulm'), timeZone: 'Mars/Phobos' }, 'timeZone'],
    ['a list', [], ''],
  ])('rejects %s with its path', async (_what, body, path) => {
    const { status, problem } = await preview(body);
    expect([status, problem.errors?.[0]?.path]).toEqual([422, path]);
    expect(problem.detail).toMatch(/./);
  });

  it('names all valid types of a query property', async () => {
    const { problem } = await preview({ query: { source: 'metrics', metric: 'm', tags: { region: 7 } } });
    expect(problem.errors).toEqual([{ path: 'query.tags.region', message: 'must be a string, or must be a list' }]);
  });

  it('rejects invalid JSON', async () => {
    expect((await preview('{')).status).toBe(400);
  });

  it('rejects previews beyond MAX_PREVIEWS, until others are done', async () => {
    const many = Array.from({ length: MAX_PREVIEWS + 1 }, () => preview({ query: weather('Slow') }));
    const rejected = await Promise.race(many);
    expect([rejected.status, rejected.problem.detail]).toEqual([429, expect.stringContaining('try again')]);
    pending.splice(0).forEach((resolve) => {
      resolve({ fields: [] });
    });
    expect((await Promise.all(many)).filter(({ status }) => status === 200)).toHaveLength(MAX_PREVIEWS);
    expect((await preview({ query: weather('Ulm') })).status).toBe(200);
  });
});
