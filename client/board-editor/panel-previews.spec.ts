import { type WritableSignal, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeFetch } from '../stream/testing/fake-fetch';
import { PanelPreviews, type RequiredPreview } from './panel-previews';

let fetches: FakeFetch;
let previews: PanelPreviews;
let wanted: WritableSignal<readonly RequiredPreview[]>;

const ofMetric = (metric: string, id = 'a'): RequiredPreview => ({
  id,
  query: { source: 'metrics', metric },
  range: '1h',
});
const want = (...list: readonly RequiredPreview[]): void => {
  wanted.set(list);
  TestBed.tick();
};
const respond = async (value: number): Promise<void> => {
  fetches.last.respond(
    200,
    JSON.stringify({ revision: 1, frame: { fields: [{ name: 'v', type: 'number', values: [value] }] } }),
  );
  await FakeFetch.settled();
};
/** Waits longer than the debounce time. */
const pause = (): Promise<void> => jest.advanceTimersByTimeAsync(310);
const shown = (preview: RequiredPreview): unknown => previews.viewOf(preview)?.data.frame?.fields[0]?.values;

beforeEach(() => {
  jest.useFakeTimers();
  fetches = new FakeFetch();
  wanted = signal<readonly RequiredPreview[]>([]);
  TestBed.configureTestingModule({ providers: [PanelPreviews] });
  previews = TestBed.inject(PanelPreviews);
  TestBed.runInInjectionContext(() => {
    previews.follow(wanted);
  });
});
afterEach(() => {
  TestBed.resetTestingModule();
  fetches.restore();
  jest.useRealTimers();
});

describe('PanelPreviews', () => {
  it('requests a preview when typing pauses', async () => {
    for (const metric of ['s', 'sh', 'shop']) want(ofMetric(metric));
    await pause();
    expect(fetches.calls.map(({ init }) => JSON.parse(init?.body as string) as unknown)).toEqual([
      { query: { source: 'metrics', metric: 'shop' }, range: '1h' },
    ]);
    expect(previews.viewOf(ofMetric('shop'))).toBeUndefined();
    await respond(7);
    expect(shown(ofMetric('shop'))).toEqual([7]);
  });

  it('refreshes previews while they are needed', async () => {
    want(ofMetric('shop'));
    await pause();
    await respond(7);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(fetches.calls).toHaveLength(2);
    await respond(8);
    expect(shown(ofMetric('shop'))).toEqual([8]);
    want();
    await jest.advanceTimersByTimeAsync(20_000);
    expect([fetches.calls.length, shown(ofMetric('shop'))]).toEqual([2, undefined]);
  });

  it('does not show the preview of another query', async () => {
    want(ofMetric('shop'));
    await pause();
    await respond(7);
    expect(shown(ofMetric('other'))).toBeUndefined();
  });

  it('reports an error and keeps the last data', async () => {
    want(ofMetric('shop'));
    await pause();
    await respond(7);
    await jest.advanceTimersByTimeAsync(5_000);
    fetches.last.fail();
    await FakeFetch.settled();
    const view = previews.viewOf(ofMetric('shop'));
    expect(view?.data.error?.message).toBe('The server does not answer.');
    expect(view?.lastFrame?.fields[0]?.values).toEqual([7]);
  });

  it('sends no request for an incomplete query', async () => {
    want(ofMetric(''));
    await pause();
    expect(fetches.calls).toHaveLength(0);
    expect(previews.viewOf(ofMetric(''))?.data.error?.message).toMatch(/^Choose the data of this panel/);
  });
});
