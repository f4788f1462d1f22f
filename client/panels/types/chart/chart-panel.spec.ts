import { Location } from '@angular/common';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeWindow } from '../../../../wire/range';
import { TimeWindowChoice } from '../../../time-range/time-window-choice';
import { Theme } from '../../../ui/theme/theme';
import { PageClock } from '../../../common/testing/page-clock';
import { PanelCard } from '../../card/panel-card';
import { PanelHarness } from '../../testing/panel-harness';
import { inBuckets, sampleFrame, samplePanel, sampleView, type SampleSeries } from '../../testing/sample-frames';
import { chartDataOf, type ChartData } from '../../data/chart-data';
import { LOAD_PLOT } from './plot/load-plot';
import type { Plot, PlotEvents, PlotOptions } from './plot/plot';

const NOON = Date.UTC(2026, 2, 4, 12);

/** A plot that records what it would draw: jsdom has no canvas. */
class DrawnPlot implements Plot {
  lines: string[] = [];
  data?: ChartData;
  window?: TimeWindow;
  repaints = 0;
  updates = 0;
  destroyed = false;

  constructor(
    readonly options: PlotOptions,
    readonly events: PlotEvents,
  ) {}

  show(data: ChartData, window: TimeWindow, hidden: ReadonlySet<string>): void {
    this.data = data;
    this.lines = data.series.filter(({ key }) => !hidden.has(key)).map(({ label }) => label);
    this.window = window;
    this.updates += 1;
  }

  moveTo(window: TimeWindow): void {
    this.window = window;
  }

  repaint(): void {
    this.repaints += 1;
  }

  destroy(): void {
    this.destroyed = true;
  }
}

describe('ChartPanel', () => {
  let clock: PageClock;
  let plots: DrawnPlot[];
  let fixture: ComponentFixture<PanelCard>;
  let chosen: number[][];
  let wentBack: number;

  beforeEach(() => {
    clock = new PageClock();
    plots = [];
    chosen = [];
    wentBack = 0;
    const create = (_host: unknown, options: PlotOptions, events: PlotEvents): DrawnPlot => {
      const plot = new DrawnPlot(options, events);
      plots.push(plot);
      return plot;
    };
    TestBed.configureTestingModule({
      providers: [
        clock.provide(),
        { provide: LOAD_PLOT, useValue: () => Promise.resolve(create) },
        { provide: TimeWindowChoice, useValue: { choose: (from: number, to: number) => chosen.push([from, to]) } },
        { provide: Location, useValue: { back: () => (wentBack += 1) } },
      ],
    });
  });

  const show = (...series: SampleSeries[]): void => {
    const frame = sampleFrame(clock.now(), ...series);
    fixture.componentRef.setInput('view', sampleView('latency', { frame, updatedAt: clock.iso() }));
  };
  const create = (series: SampleSeries[], options = {}): void => {
    fixture = TestBed.createComponent(PanelCard);
    fixture.componentRef.setInput('panel', samplePanel({ id: 'latency', type: 'chart', title: 'Latency', options }));
    fixture.componentRef.setInput('range', '15m');
    fixture.componentRef.setInput('link', 'live');
    show(...series);
  };
  const open = async (series: SampleSeries[], options = {}): Promise<PanelHarness> => {
    create(series, options);
    const harness = await TestbedHarnessEnvironment.harnessForFixture(fixture, PanelHarness);
    await fixture.whenStable();
    return harness;
  };
  const openFrame = async (frame: Frame, options = {}): Promise<PanelHarness> => {
    const harness = await open([], options);
    fixture.componentRef.setInput('view', sampleView('latency', { frame, updatedAt: clock.iso() }));
    await fixture.whenStable();
    return harness;
  };
  const last = (): DrawnPlot => {
    const plot = plots.at(-1);
    if (plot === undefined) throw new Error('nothing is drawn');
    return plot;
  };

  const chartKeys = (series: SampleSeries[]): [string, string] => {
    const [a = '', b = ''] = chartDataOf(sampleFrame(0, ...series)).series.map(({ key }) => key);
    return [a, b];
  };
  const TWO: SampleSeries[] = [
    { name: 'web.api', unit: 'ms', values: [120, 130] },
    { name: 'web.search', unit: 'ms', values: [190, null] },
  ];

  it('draws every series and names it in the legend', async () => {
    const panel = await open(TWO);
    expect(last().lines).toEqual(['api', 'search']);
    expect(await panel.legend()).toEqual({ api: true, search: true });
  });

  it('hides and shows a series', async () => {
    const panel = await open(TWO);
    await panel.toggleLine('api');
    expect([last().lines, await panel.legend()]).toEqual([['search'], { api: false, search: true }]);
    await panel.toggleLine('api');
    expect(last().lines).toEqual(['api', 'search']);
  });

  it('shows all series again instead of none', async () => {
    const panel = await open(TWO);
    await panel.toggleLine('api');
    await panel.toggleLine('search');
    expect(last().lines).toEqual(['api', 'search']);
  });

  it('draws a single series as an area without a legend', async () => {
    const panel = await open(TWO.slice(0, 1));
    expect([await panel.legend(), last().options.style]).toEqual([{}, 'area']);
  });

  it('keeps its plot and the hidden series over an update', async () => {
    const panel = await open(TWO);
    await panel.toggleLine('api');
    const updates = last().updates;
    show({ ...TWO[0], values: [120, 131] }, { ...TWO[1], values: [190, 200] });
    await fixture.whenStable();
    expect([plots.length, last().updates, last().lines]).toEqual([1, updates + 1, ['search']]);
    expect(await panel.legend()).toEqual({ api: false, search: true });
  });

  it('ends now and moves without updates', async () => {
    await open(TWO);
    const from = last().window?.from ?? 0;
    expect(last().window?.to).toBe(clock.now());
    clock.pass(10_000);
    await fixture.whenStable();
    expect(last().window).toEqual({ from: from + 10_000, to: clock.now() });
  });

  it('is not redrawn each second', async () => {
    await open(TWO);
    const { updates, window } = last();
    clock.pass(1_000);
    await fixture.whenStable();
    clock.pass(1_000);
    await fixture.whenStable();
    expect([last().updates, last().window?.to]).toEqual([updates, (window?.to ?? 0) + 2_000]);
  });

  it('is repainted after a change of the theme', async () => {
    await open(TWO);
    const { repaints } = last();
    TestBed.inject(Theme).choose('dark');
    await fixture.whenStable();
    expect([last().repaints, plots.length]).toEqual([repaints + 1, 1]);
    TestBed.inject(Theme).choose('system');
  });

  it('shows the value of each series at the cursor, the largest first', async () => {
    const panel = await open(TWO);
    const [api, search] = chartKeys(TWO);
    last().events.cursor({
      left: 5,
      width: 100,
      height: 100,
      distances: new Map(),
      readings: new Map(),
      rows: new Map([
        [api, 1],
        [search, 0],
      ]),
    });
    await fixture.whenStable();
    expect(await panel.text()).toMatch(/search\s*190\u202fms\s*api\s*130\u202fms/);
    last().events.cursor(undefined);
    await fixture.whenStable();
    expect(await panel.text()).not.toContain('190');
  });

  it('shows only the date at the cursor for dates without a time', async () => {
    const panel = await open([{ values: [7, 8] }]);
    const field = { name: 'day', type: 'time' as const, dates: [1], values: [0, Date.parse('2026-12-06')] };
    const frame = { fields: [field, { name: 'sold', type: 'number' as const, values: [7, 8] }] };
    fixture.componentRef.setInput('view', sampleView('orders', { frame }));
    await fixture.whenStable();
    const key = chartDataOf(frame).series[0]?.key ?? '';
    const tooltipAt = async (row: number): Promise<string> => {
      last().events.cursor({
        ...{ left: 5, width: 100, height: 100, distances: new Map(), readings: new Map() },
        rows: new Map([[key, row]]),
      });
      await fixture.whenStable();
      return panel.text();
    };
    expect(await tooltipAt(0)).toMatch(/(1969|1970), \d+:\d\d:\d\d/);
    expect(await tooltipAt(1)).toMatch(/Dec 6, 2026\s*sold/);
  });

  it.each([
    ['average of 10\u202fs', { every: '10s', aggregate: 'avg' }, NOON, true],
    ['average of 10\u202fs', { every: '10s', aggregate: 'avg' }, NOON + 4_957, false],
    ['min of 1\u202fd', { every: '1d', aggregate: 'min' }, NOON, true],
    ['min of 1\u202fd', { every: '1d', aggregate: 'min' }, NOON + 4_957, false],
  ])('shows %s at the cursor for %j, but not for a raw last value', async (note, about, time, isShown) => {
    const frame = inBuckets(sampleFrame(time, { values: [7] }), about);
    const panel = await openFrame(frame);
    const key = chartDataOf(frame).series[0]?.key ?? '';
    last().events.cursor({
      ...{ left: 5, width: 100, height: 100, distances: new Map(), readings: new Map() },
      rows: new Map([[key, 0]]),
    });
    await fixture.whenStable();
    const text = await panel.text();
    expect([text.includes('7'), text.includes(note)]).toEqual([true, isShown]);
  });

  it('draws bars of series with slightly different times in the same row', async () => {
    const frame: Frame = {
      fields: [
        { name: 'time', type: 'time', values: [0, 300, 60_000, 60_300] },
        { name: 'a', type: 'number', values: [1, null, 2, null] },
        { name: 'b', type: 'number', values: [null, 3, null, 4] },
      ],
    };
    await openFrame(frame, { style: 'bars', stacked: true });
    expect(last().data).toMatchObject({
      times: [0, 60_000],
      columns: [
        [1, 2],
        [3, 4],
      ],
    });
    await openFrame(frame, { style: 'line' });
    expect(last().data?.times).toEqual([0, 300, 60_000, 60_300]);
  });

  it('zooms into the dragged time range, and out again', async () => {
    await open(TWO);
    expect(last().options.zoom).toBe(true);
    last().events.select({ from: 1_000, to: 61_000 });
    expect(chosen).toEqual([[1_000, 61_000]]);
    last().events.back();
    expect(wentBack).toBe(0); // The board still shows what it showed.
    last().events.select({ from: 1_000, to: 61_000 });
    fixture.componentRef.setInput('range', { from: 1_000, to: 61_000 });
    await fixture.whenStable();
    expect(last().window).toEqual({ from: 1_000, to: 61_000 });
    last().events.back();
    last().events.back();
    expect(wentBack).toBe(1);
  });

  it('removes its plot when it is destroyed', async () => {
    await open(TWO);
    fixture.destroy();
    expect(plots.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('draws nothing if it is destroyed before the plot is loaded', async () => {
    create(TWO);
    TestBed.tick();
    fixture.destroy();
    await Promise.resolve();
    expect(plots).toEqual([]);
  });
});
