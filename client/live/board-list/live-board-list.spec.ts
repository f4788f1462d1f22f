import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { BehaviorSubject } from 'rxjs';
import { LiveBoardList } from './live-board-list';
import { DEFAULT_SETTINGS } from '../../stream/live-settings';
import { LiveConfig } from '../live-config';
import { LIVE_ENVIRONMENT } from '../live-environment';
import { FakeFetch } from '../../stream/testing/fake-fetch';
import { ModelBoard } from '../../stream/testing/model-board';
import { VirtualEnvironment } from '../../stream/testing/virtual-environment';

describe('LiveBoardList', () => {
  let environment: VirtualEnvironment;
  let fetch: FakeFetch;
  let list: LiveBoardList;
  const settings$ = new BehaviorSubject(DEFAULT_SETTINGS);
  const board = new ModelBoard().definition;

  beforeEach(() => {
    fetch = new FakeFetch();
    settings$.next(DEFAULT_SETTINGS);
    environment = new VirtualEnvironment();
    TestBed.configureTestingModule({
      providers: [
        LiveBoardList,
        { provide: LIVE_ENVIRONMENT, useValue: environment },
        { provide: LiveConfig, useValue: { settings$ } },
      ],
    });
    list = TestBed.inject(LiveBoardList);
  });

  afterEach(() => {
    TestBed.resetTestingModule();
    fetch.restore();
  });

  async function respond(status = 200, body: unknown = { items: [board] }): Promise<void> {
    fetch.last.respond(status, JSON.stringify(body));
    await FakeFetch.settled();
  }

  it('loads the list immediately and then every 2 s', async () => {
    expect(list.boards()).toBeUndefined();
    expect(list.status().state).toBe('connecting');
    expect(fetch.last.url).toBe('http://localhost/api/v1/boards');
    await respond();
    expect(list.boards()).toEqual([board]);
    expect(list.status()).toMatchObject({ state: 'polling', transport: 'polling', lastUpdateAt: 0 });
    environment.advance(1_999);
    expect(fetch.calls).toHaveLength(1);
    environment.advance(1);
    expect(fetch.calls).toHaveLength(2);
  });

  it('polls at the configured interval while the page is hidden, and immediately when it is visible again', async () => {
    environment.visible$.next(false);
    await respond();
    environment.advance(59_999);
    expect(fetch.calls).toHaveLength(2);
    environment.visible$.next(true);
    expect(fetch.calls).toHaveLength(3);
  });

  it('provides the file errors until there are none', async () => {
    const error = { file: 'shop.yaml', line: 3, path: 'panels[0].type', message: 'must be known' };
    await respond(200, { items: [board], fileErrors: [error] });
    expect(list.fileErrors()).toEqual([error]);
    list.refresh();
    await respond();
    expect([list.boards(), list.fileErrors()]).toEqual([[board], []]);
  });

  it('polls at the configured interval, and restarts only when it changes', async () => {
    await respond();
    settings$.next({ ...DEFAULT_SETTINGS });
    expect(fetch.calls).toHaveLength(1);
    settings$.next({ ...DEFAULT_SETTINGS, pollIntervalMs: 1_000 });
    await respond();
    environment.advance(5_000);
    expect(fetch.calls).toHaveLength(3);
    expect(list.status().pollIntervalMs).toBe(1_000);
  });

  it('keeps the list while the server is offline, and recovers automatically', async () => {
    await respond();
    environment.advance(2_000);
    fetch.last.fail();
    await FakeFetch.settled();
    expect(list.boards()).toEqual([board]);
    expect(list.status()).toMatchObject({ state: 'offline', since: 2_000, transport: 'none', lastUpdateAt: 0 });
    expect(list.problem()).toBeUndefined();
    environment.advance(5_000);
    await respond();
    expect(list.status().state).toBe('polling');
  });

  it('provides the problem of a rejected request until the next success', async () => {
    await respond(403, { status: 403, title: 'Forbidden', detail: 'Not from there.' });
    expect(list.problem()).toMatchObject({ status: 403, detail: 'Not from there.' });
    environment.advance(5_000);
    await respond();
    expect(list.problem()).toBeUndefined();
  });

  it('reports offline if the response is not a list', async () => {
    await respond(200, { boards: [] });
    expect(list.boards()).toBeUndefined();
    expect(list.status().state).toBe('offline');
  });

  it('aborts a hanging GET after 15 s', async () => {
    environment.advance(15_000);
    expect(list.status().state).toBe('offline');
    expect(fetch.last.init?.signal?.aborted).toBe(true);
    await FakeFetch.settled();
  });

  it('loads immediately on refresh and on waking up', async () => {
    await respond();
    list.refresh();
    expect(fetch.calls).toHaveLength(2);
    environment.page$.next('hide');
    expect(fetch.calls).toHaveLength(2);
    environment.page$.next('wake');
    expect(fetch.calls).toHaveLength(3);
  });
});
