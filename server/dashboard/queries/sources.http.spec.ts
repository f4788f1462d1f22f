import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { z } from 'zod';
import { BoardsApp } from '../../../test/support/server/boards-app.js';
import { DashboardCoreModule } from '../dashboard-core.module.js';
import { type LoadedFrame, Source } from '../contracts/source.js';

class TideSource extends Source {
  readonly name = 'tide';
  readonly schema = z.looseObject({
    source: z.literal('tide'),
    harbor: z.string(),
    days: z.string().transform(Number).optional(),
    since: z.date().optional(),
  });

  topics(): string[] {
    return [];
  }

  load(): Promise<LoadedFrame> {
    return Promise.resolve({ fields: [] });
  }
}

@Module({ imports: [DashboardCoreModule.forFeature({ sources: [TideSource] })] })
class TideModule {}

let api: BoardsApp;

beforeAll(async () => {
  api = await BoardsApp.open({}, TideModule);
});

afterAll(() => api.close());

describe('GET /api/v1/sources', () => {
  it('lists all sources with the input schemas of their queries', async () => {
    const { status, board } = await api.request('GET', '/../sources');
    expect(status).toBe(200);
    const { items } = board as unknown as { items: { name: string; query: Record<string, unknown> }[] };
    expect(items.map(({ name }) => name)).toEqual(items.map(({ name }) => name).toSorted());
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(['metrics', 'tide']));
    expect(items.find(({ name }) => name === 'tide')?.query).toMatchObject({
      type: 'object',
      required: ['source', 'harbor'],
      properties: { source: { const: 'tide' }, harbor: { type: 'string' }, days: { type: 'string' }, since: {} },
    });
  });
});
