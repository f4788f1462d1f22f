import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { RunningApp } from '../../support/server/running-app.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { TideCollector, WeatherModule, WeatherSource, WeatherStation } from '../../fixtures/weather.module.js';

let running: RunningApp;
let opened: TestSocket | undefined;

beforeEach(async () => {
  running = await RunningApp.start({ imports: [WeatherModule], settings: { notifyIntervalMs: 50 } });
  await running.app.get(WeatherStation).measure('Bergen', 7);
  const board = { slug: 'weather', title: 'Weather', panels: [panel('bergen', 'Bergen'), panel('oslo', 'Oslo')] };
  expectJson(await running.api.sendJson('POST', '/api/v1/boards', board), 201);
});
afterEach(async () => {
  await opened?.close();
  opened = undefined;
  await running.close();
});

/** Opens a WebSocket when it is needed: the server closes those that do not subscribe within 10 s. */
async function subscribeTo(board: string): Promise<TestSocket> {
  opened = await TestSocket.open(running.base);
  await opened.subscribe(board);
  return opened;
}

const panel = (id: string, city: string): object => ({
  id,
  type: 'number',
  title: city,
  query: { source: 'weather', city },
  layout: { x: 0, y: 0, w: 3, h: 2 },
  options: {},
});

describe('a third-party module', () => {
  it('imports only the public API of Boardcast', () => {
    const source = readFileSync(join(import.meta.dirname, '../../fixtures/weather.module.ts'), 'utf8');
    const imports = [...source.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
    expect(imports.filter((from) => from?.startsWith('.'))).toEqual(['../../server/index.js']);
  });

  it('provides the data of panels, and its errors affect only its own panels', async () => {
    const { panels } = await running.api.snapshot('weather', '?range=6h');
    expect(panels.bergen?.frame?.fields).toEqual([
      { name: 'temperature', type: 'number', unit: 'celsius', values: [7] },
    ]);
    expect(panels.oslo?.error).toEqual({ message: 'There is no measurement for Oslo.' });
    const { loads } = running.app.get(WeatherSource, { strict: false });
    expect(loads).toContainEqual({ city: 'Bergen', range: '6h' });
  });

  it('validates its queries with its own schema', async () => {
    const board = { slug: 'rejected', title: 'Rejected', panels: [panel('nowhere', '')] };
    const problem = expectProblem(await running.api.sendJson('POST', '/api/v1/boards', board), 422);
    expect(problem.errors?.map(({ path }) => path)).toEqual(['panels[0].query.city']);
  });

  it('is called once for all clients, and again only after a change', async () => {
    const { loads } = running.app.get(WeatherSource, { strict: false });
    await running.app.get(WeatherStation).measure('Bergen', 8);
    const before = loads.length;
    await Promise.all(Array.from({ length: 20 }, () => running.api.snapshot('weather')));
    expect(loads.slice(before).filter(({ city }) => city === 'Bergen')).toHaveLength(1);
  });

  it('invalidates queries and notifies clients after a write of its handler', async () => {
    const client = await subscribeTo('weather');
    const before = await running.api.snapshot('weather');
    const report = await running.api.sendJson('POST', '/weather/reports', { city: 'Oslo', degrees: -3 });
    expect(expectJson(report, 200)).toEqual({ taken: true });
    const { panels, revision } = await running.api.snapshot('weather');
    expect(panels.oslo?.frame?.fields[0]?.values).toEqual([-3]);
    expect(panels.bergen?.revision).toBe(before.panels.bergen?.revision);
    const notification = await client.next('changed');
    expect(notification).toMatchObject({ board: 'weather', revision });
  });

  it('publishes nothing if its handler fails', async () => {
    const { revision } = await running.api.snapshot('weather');
    expect((await running.api.sendJson('POST', '/weather/reports', { city: 'Oslo' })).status).toBe(500);
    expect((await running.api.snapshot('weather')).revision).toBe(revision);
  });

  it('can publish changes itself', async () => {
    const client = await subscribeTo('weather');
    await running.app.get(WeatherStation).measure('Bergen', 21);
    await client.next('changed');
    const { panels } = await running.api.snapshot('weather');
    expect(panels.bergen?.frame?.fields[0]?.values).toEqual([21]);
  });

  it('collects without clients, and its metric is in the inbox', async () => {
    const { runs: turns } = running.app.get(TideCollector, { strict: false });
    const client = await subscribeTo('inbox');
    do await client.next('changed');
    while (running.app.get(TideCollector, { strict: false }).runs <= turns + 1);
    const { definition, panels } = await running.api.snapshot('inbox');
    const tide = definition?.panels.find(({ title }) => title === 'tide.level');
    expect(panels[tide?.id ?? '']?.frame?.fields[1]).toMatchObject({ name: 'tide.level', unit: 'm' });
    expect(panels[tide?.id ?? '']?.staleAt).toEqual(expect.any(String));
    const listed = (await running.api.listMetrics()).find(({ key }) => key === 'tide.level');
    expect(listed?.value).toBeGreaterThan(1);
  });
});
