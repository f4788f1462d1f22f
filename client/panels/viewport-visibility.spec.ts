import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PageClock } from '../common/testing/page-clock';
import { ViewportFixture } from '../ui/viewport/testing/viewport-fixture';
import { Fades } from '../ui/testing/without-browser';
import type { ChartData } from './data/chart-data';
import { LOAD_PLOT } from './types/chart/plot/load-plot';
import { PanelCard } from './card/panel-card';
import { sampleFrame, samplePanel, sampleView } from './testing/sample-frames';

describe('a panel out of view', () => {
  let clock: PageClock;
  let viewport: ViewportFixture;
  let fades: Fades;
  let drawn: (number | null | undefined)[];
  let fixture: ComponentFixture<PanelCard>;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'requestAnimationFrame'] });
    clock = new PageClock();
    viewport = new ViewportFixture();
    viewport.install();
    fades = new Fades();
    fades.install();
    drawn = [];
    const plot = {
      show: ({ columns }: ChartData) => drawn.push(columns[0]?.at(-1)),
      moveTo: () => undefined,
      repaint: () => undefined,
      destroy: () => undefined,
    };
    TestBed.configureTestingModule({
      providers: [clock.provide(), { provide: LOAD_PLOT, useValue: () => Promise.resolve(() => plot) }],
    });
  });
  afterEach(() => {
    fixture.destroy();
    viewport.restore();
    jest.useRealTimers();
  });

  const settle = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1) {
      TestBed.tick();
      await Promise.resolve();
    }
  };
  const update = async (...values: number[]): Promise<void> => {
    const frame = sampleFrame(clock.now(), { values });
    fixture.componentRef.setInput('view', sampleView('orders', { frame, updatedAt: clock.iso() }));
    await settle();
  };
  const open = async (type: string): Promise<HTMLElement> => {
    fixture = TestBed.createComponent(PanelCard);
    fixture.componentRef.setInput('panel', samplePanel({ type }));
    fixture.componentRef.setInput('range', '1h');
    fixture.componentRef.setInput('link', 'live');
    await update(1, 2);
    return fixture.nativeElement as HTMLElement;
  };
  const setInView = async (isInView: boolean): Promise<void> => {
    viewport.show(isInView);
    await settle();
  };
  const line = (element: HTMLElement): string | null | undefined =>
    element.querySelector('bc-sparkline .line')?.getAttribute('d');

  it('draws no chart until it is in view, and then the newest data', async () => {
    await open('chart');
    await update(1, 2, 3);
    expect(drawn).toEqual([]);
    await setInView(true);
    expect(drawn).toEqual([3]);
    await setInView(false);
    await update(1, 2, 3, 4);
    await update(1, 2, 3, 4, 5);
    expect(drawn).toEqual([3]);
    await setInView(true);
    expect(drawn).toEqual([3, 5]);
  });

  it('shows its value, but draws no trend and fades nothing', async () => {
    const element = await open('number');
    await update(1, 2, 7);
    expect([element.querySelector('.part')?.textContent.trim(), line(element), fades.count]).toEqual([
      '7',
      undefined,
      0,
    ]);
    await setInView(true);
    const before = line(element);
    expect(before).toMatch(/^M/);
    await setInView(false);
    await update(9, 2, 7);
    expect(line(element)).toBe(before);
    await setInView(true);
    expect(line(element)).not.toBe(before);
    await update(9, 2, 8);
    expect(fades.count).toBe(1);
  });

  it('is drawn at once before the page is printed', async () => {
    const element = await open('number');
    expect(line(element)).toBeUndefined();
    window.dispatchEvent(new Event('beforeprint'));
    expect(line(element)).toMatch(/^M/);
    window.dispatchEvent(new Event('afterprint'));
  });

  it('is updated from time to time, so that an image of the whole page shows it', async () => {
    await open('chart');
    jest.advanceTimersByTime(2_000);
    await settle();
    expect(drawn).toEqual([2]);
    await update(1, 2, 3);
    expect(drawn).toEqual([2]);
    jest.advanceTimersByTime(15_000);
    await settle();
    expect(drawn).toEqual([2, 3]);
  });

  it('is no longer observed once it is destroyed', async () => {
    await open('number');
    expect(viewport.watched).toBe(1);
    fixture.destroy();
    expect(viewport.watched).toBe(0);
  });
});
