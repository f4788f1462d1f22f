import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { filter, firstValueFrom } from 'rxjs';
import { BoardsApp } from '../../../test/support/server/boards-app.js';
import { ChangeBus } from '../../change-bus/change-bus.js';
import { MetricCatalog } from '../../metrics/metric-catalog.js';
import { METRIC_CATALOG_TOPIC } from '../../metrics/metric-topics.js';
import { CollectorsModule } from '../collectors.module.js';
import { SystemModule } from './system.module.js';
import { thisServerBoard } from './this-server.board.js';

let api: BoardsApp;

beforeEach(async () => {
  api = await BoardsApp.open({}, CollectorsModule, SystemModule);
});

afterEach(() => api.close());

it('fills the board of the system module at the first start, and leaves the inbox empty', async () => {
  const metrics = api.app.get(MetricCatalog, { strict: false });
  const { changes$ } = api.app.get(ChangeBus);
  const changesCatalog = ({ topics }: { topics: readonly string[] }): boolean => topics.includes(METRIC_CATALOG_TOPIC);
  if (metrics.all().length === 0) await firstValueFrom(changes$.pipe(filter(changesCatalog)));

  expect((await api.request('GET', '/this-server')).board).toEqual({ ...thisServerBoard, version: 1 });
  expect(metrics.get('system.cpu')).toMatchObject({ unit: 'percent', expectEveryMs: 5_000 });
  expect((await api.request('GET', '/inbox')).board.panels).toEqual([]);
});
