import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Frame } from '../../../../wire/schemas/frame';
import { PageClock } from '../../../common/testing/page-clock';
import { PanelCard } from '../../card/panel-card';
import { PanelHarness } from '../../testing/panel-harness';
import { sampleFrame, samplePanel, sampleRows, sampleView } from '../../testing/sample-frames';

/** jsdom has no layout, so this observer reports one size for all elements. */
class OneSize implements ResizeObserver {
  static watching = 0;

  constructor(private readonly notify: ResizeObserverCallback) {}

  observe(): void {
    OneSize.watching += 1;
    const contentRect = { width: 400, height: 100 } as DOMRectReadOnly;
    this.notify([{ contentRect } as ResizeObserverEntry], this);
  }

  disconnect(): void {
    OneSize.watching -= 1;
  }

  unobserve(): void {
    this.disconnect();
  }
}

describe('HeatmapPanel', () => {
  let fixture: ComponentFixture<PanelCard>;
  let clock: PageClock;
  const original = globalThis.ResizeObserver;

  beforeEach(() => {
    clock = new PageClock();
    OneSize.watching = 0;
    globalThis.ResizeObserver = OneSize;
    HTMLCanvasElement.prototype.getContext = () => null;
    TestBed.configureTestingModule({ providers: [clock.provide()] });
  });

  afterEach(() => {
    globalThis.ResizeObserver = original;
  });

  const open = async (frame: Frame): Promise<PanelHarness> => {
    fixture = TestBed.createComponent(PanelCard);
    fixture.componentRef.setInput('panel', samplePanel({ id: 'cpu', type: 'heatmap', title: 'CPU' }));
    fixture.componentRef.setInput('range', '15m');
    fixture.componentRef.setInput('link', 'live');
    fixture.componentRef.setInput('view', sampleView('cpu', { frame, updatedAt: clock.iso() }));
    const harness = await TestbedHarnessEnvironment.harnessForFixture(fixture, PanelHarness);
    await fixture.whenStable();
    return harness;
  };
  const point = async (x: number, y: number): Promise<void> => {
    const event = new MouseEvent('pointermove');
    Object.defineProperties(event, { offsetX: { value: x }, offsetY: { value: y } });
    (fixture.nativeElement as HTMLElement).querySelector('canvas')?.dispatchEvent(event);
    await fixture.whenStable();
  };
  const NODES = (): Frame =>
    sampleFrame(
      clock.now() - 60_000,
      { name: 'cpu', tags: { node: 'a' }, unit: 'percent', values: [10, 20] },
      { name: 'cpu', tags: { node: 'b' }, unit: 'percent', values: [30, 100] },
    );

  it('names its rows and the ends of its scale', async () => {
    const text = (await (await open(NODES())).text()).replaceAll('\u202f', ' ');
    expect(text).toMatch(/a\s*b/);
    expect(text).toMatch(/Scale from\s*0 %\s*to\s*100 %/);
  });

  it('shows the value of a cell in a tooltip', async () => {
    const panel = await open(NODES());
    await point(399, 75);
    expect(await panel.text()).toMatch(/b\s*100\u202f%/);
    await point(1, 75);
    expect(await panel.text()).not.toMatch(/b\s*100\u202f%/);
  });

  it('draws nothing for data without times', async () => {
    await open(sampleRows({ a: 1 }));
    expect((fixture.nativeElement as HTMLElement).querySelector('canvas')).toBeNull();
  });

  it('stops observing its size when it is destroyed', async () => {
    await open(NODES());
    expect(OneSize.watching).toBe(1);
    fixture.destroy();
    expect(OneSize.watching).toBe(0);
  });
});
