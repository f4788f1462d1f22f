import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Panel } from '../../../wire/schemas/board';
import type { PanelView } from '../../stream/snapshot/board-view';
import type { ConnectionState } from '../../stream/connection/connection-status';
import { FakeFetch } from '../../stream/testing/fake-fetch';
import { Announcer, type Announcement } from '../../ui/announcer';
import { ServerClock } from '../../common/server-clock';
import { PageClock } from '../../common/testing/page-clock';
import { Fades } from '../../ui/testing/without-browser';
import { DialogHarness } from '../../ui/testing/dialog-harness';
import { PanelCard } from './panel-card';
import { PanelHarness } from '../testing/panel-harness';
import { sampleFrame, samplePanel, sampleView, statusFrame, type SampleSeries } from '../testing/sample-frames';

const TEXT_ONLY = { fields: [{ name: 'title', type: 'string' as const, values: ['Deploy'] }] };

describe('PanelCard', () => {
  let clock: PageClock;
  let fades: Fades;
  let screenReaderText: { key: string; text: string; focused: boolean }[];
  let fixture: ComponentFixture<PanelCard>;

  beforeEach(() => {
    clock = new PageClock();
    fades = new Fades();
    fades.install();
    screenReaderText = [];
    const say = (announcement: Announcement): void => {
      const text = announcement.text();
      if (text !== undefined) screenReaderText.push({ ...announcement, text });
    };
    const announcer = { say };
    TestBed.configureTestingModule({
      providers: [clock.provide(), { provide: Announcer, useValue: announcer }],
    });
  });

  const open = (
    view: PanelView | undefined,
    panel: Partial<Panel> = {},
    link: ConnectionState = 'live',
  ): Promise<PanelHarness> => {
    fixture = TestBed.createComponent(PanelCard);
    fixture.componentRef.setInput('panel', samplePanel(panel));
    fixture.componentRef.setInput('range', '1h');
    fixture.componentRef.setInput('link', link);
    fixture.componentRef.setInput('view', view);
    return TestbedHarnessEnvironment.harnessForFixture(fixture, PanelHarness);
  };
  const update = (input: 'view' | 'link', value: unknown): void => {
    fixture.componentRef.setInput(input, value);
  };
  const frame = (...values: (number | null)[]): ReturnType<typeof sampleFrame> => sampleFrame(clock.now(), { values });
  const fresh = (...values: number[]): PanelView =>
    sampleView('orders', { frame: frame(...values), updatedAt: clock.iso(-1_000), staleAt: clock.iso(89_000) });

  describe('with data', () => {
    it('shows the value and its change in a region named after the panel', async () => {
      const panel = await open(fresh(7484, 8000, 8412));
      expect(await panel.value()).toBe('8,412');
      expect(await panel.below()).toBe('▲up 12.4 % vs. 2 min ago');
      expect(await panel.regionName()).toBe('Orders');
      expect(await panel.age()).toBeUndefined();
    });

    it('shows the threshold that the value has reached', async () => {
      const panel = await open(fresh(1, 95), { options: { thresholds: { warn: 70, crit: 90 }, delta: false } });
      expect(await panel.below()).toBe('≥ 90');
    });

    it('shows how several series were combined, and the name of the shown one', async () => {
      const host = (name: string, value: number | null): SampleSeries => ({ tags: { host: name }, values: [1, value] });
      const data = (...last: (number | null)[]): PanelView =>
        sampleView('p', { frame: sampleFrame(clock.now(), ...last.map((value, n) => host(`web-${n}`, value))) });
      const panel = await open(data(null, 5, null));
      expect([await panel.value(), await panel.note()]).toEqual(['5', 'newest of 3 series · web-1']);
      const gauge = await open(data(7, 5), { type: 'gauge', options: { combine: 'sum' } });
      expect([await gauge.value(), await gauge.note()]).toEqual(['12', 'sum of 2 series']);
      expect(await gauge.meterText()).toBe('12, sum of 2 series');
      const alone = await open(data(7), { type: 'gauge', options: { combine: 'sum' } });
      expect([await alone.value(), await alone.note(), await alone.meterText()]).toEqual(['7', undefined, '7']);
    });

    it('shows why values cannot be combined instead of a number', async () => {
      const units = ['ms', 'bytes'].map((unit) => ({ tags: { unit }, unit, values: [1] }));
      const data = sampleView('p', { frame: sampleFrame(clock.now(), ...units) });
      const panel = await open(data, { options: { combine: 'sum' } });
      expect([await panel.value(), await panel.text()]).toEqual([
        undefined,
        expect.stringContaining('different units (ms, bytes)'),
      ]);
      fixture.componentRef.setInput('panel', samplePanel());
      expect(await panel.value()).toBe('1 ms');
    });

    it('shows statuses with display names instead of keys', async () => {
      const data = sampleView('p', { frame: statusFrame({ name: 'K_x00FC_che', state: 'ok' }) });
      const panel = await open(data, { type: 'status', query: { source: 'statuses' } });
      expect(await panel.text()).toContain('Küche');
    });

    it('keeps its DOM nodes when a value changes, and fades the value once', async () => {
      const panel = await open(fresh(1, 2));
      await panel.value();
      const nodes = (): (Element | null)[] =>
        ['section', 'h2', 'p.value', 'bc-sparkline'].map((name) => document.querySelector(name));
      document.body.append(fixture.nativeElement as Node);
      const before = nodes();
      update('view', fresh(1, 3));
      expect(await panel.value()).toBe('3');
      expect(nodes()).toEqual(before);
      expect(nodes().every((node, index) => node === before[index])).toBe(true);
      expect(fades.count).toBe(1);
    });

    it('shows the same frame as a gauge and as bars', async () => {
      const data = sampleView('p', { frame: sampleFrame(clock.now(), { unit: 'percent', values: [72] }) });
      expect(await (await open(data, { type: 'gauge' })).value()).toBe('72%');
      expect(await (await open(data, { type: 'bars' })).bars()).toEqual(['shop.orders 72 %']);
    });
  });

  describe('with old data', () => {
    it.each([
      ['behind', -5],
      ['ahead', 5],
    ])("computes the age by the server's clock if the viewer's is hours %s", async (_, hours) => {
      const off = hours * 3_600_000;
      TestBed.inject(ServerClock).update(clock.now() - off, clock.now(), clock.now());
      const view = sampleView('orders', {
        frame: frame(1),
        updatedAt: clock.iso(-180_000 - off),
        staleAt: clock.iso(-90_000 - off),
      });
      const panel = await open(view);
      expect([await panel.isStale(), await panel.age()]).toEqual([true, 'late · 3 min old']);
      update('view', { ...view, data: { ...view.data, updatedAt: clock.iso(-off), staleAt: clock.iso(90_000 - off) } });
      expect([await panel.isStale(), await panel.age()]).toEqual([false, undefined]);
    });

    it('dims a late value and shows its age, without an update', async () => {
      const panel = await open(fresh(42));
      expect(await panel.isStale()).toBe(false);
      clock.pass(190_000);
      expect([await panel.isStale(), await panel.isDimmed()]).toEqual([true, true]);
      expect(await panel.age()).toBe('late · 3 min old');
      expect(await panel.value()).toBe('42');
    });

    it('looks different once no more data is expected', async () => {
      const view = fresh(42);
      const panel = await open({ ...view, data: { ...view.data, deadAt: clock.iso(600_000) } });
      clock.pass(190_000);
      expect([await panel.isStale(), await panel.isDead()]).toEqual([true, false]);
      clock.pass(420_000);
      expect([await panel.isDead(), await panel.age(), await panel.value()]).toEqual([
        true,
        'no data for 10 min',
        '42',
      ]);
    });

    it('shows when a series ended, with its last value', async () => {
      const ended = {
        ...fresh(42),
        data: { ...fresh(42).data, endedAt: clock.iso(), freshness: 'dead' as const },
      };
      const panel = await open(ended);
      expect([await panel.isDead(), await panel.isDimmed(), await panel.value()]).toEqual([true, true, '42']);
      expect(await panel.age()).toMatch(/^ended \d/);
      update('view', fresh(43));
      expect([await panel.isDead(), await panel.age()]).toEqual([false, undefined]);
    });

    it('does not dim other rows if rows have their own stale time', async () => {
      const times = { updatedAt: clock.iso(-60_000), staleAt: clock.iso(-30_000) };
      const rows = statusFrame({ name: 'a', state: 'ok', since: clock.now() - 60_000 });
      const staleAt = { name: 'staleAt', type: 'time' as const, values: [clock.now() - 30_000] };
      const panel = await open(sampleView('p', { frame: { fields: [...rows.fields, staleAt] }, ...times }), {
        type: 'status',
      });
      expect([await panel.isStale(), await panel.isDimmed()]).toEqual([true, false]);
      update('link', 'offline');
      expect(await panel.isDimmed()).toBe(true);
    });

    it('becomes late at the age set in the board, without an expected interval', async () => {
      const view = sampleView('orders', { frame: frame(42), updatedAt: clock.iso() });
      const panel = await open(view, { options: { staleAfter: '2m' } });
      clock.pass(119_000);
      expect(await panel.isStale()).toBe(false);
      clock.pass(1_000);
      expect([await panel.isStale(), await panel.age()]).toEqual([true, 'late · 2 min old']);
    });

    it('does not age in a fixed time range', async () => {
      const panel = await open(fresh(42), { options: { staleAfter: '1s' } });
      fixture.componentRef.setInput('range', { from: clock.now() - 3_600_000, to: clock.now() });
      clock.pass(190_000);
      expect([await panel.isStale(), await panel.age(), await panel.isDimmed()]).toEqual([false, undefined, false]);
    });

    it('becomes fresh with the next value', async () => {
      const panel = await open(fresh(42));
      clock.pass(190_000);
      expect(await panel.isStale()).toBe(true);
      update('view', fresh(43));
      expect([await panel.isStale(), await panel.age()]).toEqual([false, undefined]);
    });

    it('shows the age as soon as the page is not live, and dims when the server is unreachable', async () => {
      const panel = await open(fresh(42));
      update('link', 'polling');
      expect([await panel.age(), await panel.isDimmed()]).toEqual(['under 10 s old', false]);
      update('link', 'offline');
      expect([await panel.age(), await panel.isDimmed()]).toEqual(['under 10 s old', true]);
    });
  });

  describe('with a description', () => {
    it('shows it in a dialog, and describes the button with it for screen readers', async () => {
      const panel = await open(fresh(1), { options: { description: 'Paid orders, without returns' } });
      const everywhere = TestbedHarnessEnvironment.documentRootLoader(fixture);
      document.body.append(fixture.nativeElement as Node);
      expect(await panel.description()).toBe('Paid orders, without returns');
      await panel.toggleDescription();
      const dialog = await everywhere.getHarness(DialogHarness);
      expect([await dialog.name(), await dialog.text()]).toEqual(['About Orders', 'Paid orders, without returns']);
      await panel.toggleDescription();
      expect(await everywhere.getHarnessOrNull(DialogHarness)).toBeNull();
    });

    it('has no button if the description is empty', async () => {
      const panel = await open(fresh(1), { options: { description: '' } });
      expect(await panel.description()).toBeUndefined();
    });
  });

  describe('without data', () => {
    it('shows a skeleton while loading', async () => {
      const panel = await open(undefined);
      expect(await panel.isSkeleton()).toBe(true);
      expect(await panel.text()).toContain('Loading');
    });

    it('shows that it waits for a slow source', async () => {
      const panel = await open(sampleView('p', { pending: true }));
      expect(await panel.text()).toContain('Waiting for data');
    });

    it('shows a command that pushes data to it', async () => {
      const panel = await open(sampleView('p', { frame: { fields: frame().fields.slice(0, 1) } }));
      expect(await panel.text()).toContain('No data yet');
      expect(await panel.pushExample()).toBe(`curl ${location.origin}/api/v1/metrics/shop.orders \\\n  -d 42`);
    });

    it('shows no command for a metric whose values are outside of the range', async () => {
      const series = { name: 'shop.orders', type: 'number' as const, tags: { region: 'eu' }, values: [] };
      const panel = await open(sampleView('p', { frame: { fields: [...frame().fields.slice(0, 1), series] } }));
      expect([await panel.text(), await panel.pushExample()]).toEqual(['OrdersNo data in this time range', undefined]);
    });

    it('loads the metrics to tell a missing metric from missing tags', async () => {
      const fetched = new FakeFetch();
      const none = sampleView('p', { frame: { fields: frame().fields.slice(0, 1) } });
      const panel = await open(none, { query: { source: 'metrics', metric: 'shop.orders', tags: { region: 'eu' } } });
      expect([await panel.text(), await panel.pushExample()]).toEqual(['OrdersNo data in this time range', undefined]);
      expect(fetched.calls.map(({ url }) => url)).toEqual(['http://localhost/api/v1/metrics']);
      fetched.last.respond(200, JSON.stringify({ items: [{ key: 'shop.orders' }, { key: 'shop.orders' }] }));
      await FakeFetch.settled();
      expect([await panel.text(), await panel.pushExample()]).toEqual(['OrdersNo data with these tags', undefined]);
      const other = { source: 'metrics', metric: 'shop.returns', tags: { region: 'eu' } };
      fixture.componentRef.setInput('panel', samplePanel({ query: other }));
      expect(await panel.text()).toContain('No data yet');
      expect(await panel.pushExample()).toContain('/api/v1/metrics/shop.returns');
      expect(fetched.calls).toHaveLength(1);
      fetched.restore();
    });

    it('is not dimmed if the panel type needs no data', async () => {
      const panel = await open(undefined, { type: 'text', query: undefined, options: { text: 'Hi' } }, 'offline');
      expect([await panel.isDimmed(), await panel.isSkeleton()]).toEqual([false, false]);
    });

    it('shows no command for a source that is not pushed to', async () => {
      const panel = await open(sampleView('p', {}), { query: { source: 'sql' } });
      expect([await panel.text(), await panel.pushExample()]).toEqual(['OrdersNo data yet', undefined]);
    });
  });

  it('shows the warning of its data', async () => {
    const warning = '300 metrics match shop.*; these are the first 200.';
    expect(await (await open(sampleView('p', { frame: frame(1, 42), warning }))).text()).toContain(warning);
  });

  describe('with an error', () => {
    const failure = { error: { message: 'The database refused the connection' } };

    it('shows the error message of the source', async () => {
      expect(await (await open(sampleView('p', failure))).text()).toContain(failure.error.message);
    });

    it('keeps the last values, dimmed, beside the error', async () => {
      const panel = await open(sampleView('p', failure, frame(1, 42)));
      expect([await panel.value(), await panel.isDimmed()]).toEqual(['42', true]);
      expect(await panel.text()).toContain(failure.error.message);
    });

    it.each(['number', 'gauge', 'bars'])('shows a message if %s cannot show its data', async (type) => {
      const panel = await open(sampleView('p', { frame: TEXT_ONLY }), { type });
      expect(await panel.text()).toContain(`nothing that a panel of type “${type}” can show`);
      update('view', fresh(1));
      expect(await panel.text()).not.toContain('This data has nothing');
    });

    it.each([
      [{ fields: [{ name: 'load', type: 'number' as const, values: [1, 2] }] }],
      [sampleFrame(0, { values: [null, null] })],
      [
        {
          fields: [
            { name: 'due', type: 'time' as const, values: [null] },
            { name: 'load', type: 'number' as const, values: [1] },
          ],
        },
      ],
    ])('shows what a chart requires instead of empty axes', async (lacking) => {
      const panel = await open(sampleView('p', { frame: { fields: [...lacking.fields, ...TEXT_ONLY.fields] } }), {
        type: 'chart',
      });
      expect(await panel.text()).toContain('A chart needs a time column and a number column');
    });

    it.each(['sankey', 'constructor'])('shows a message for the unknown type %s', async (type) => {
      const panel = await open(fresh(1), { type });
      expect(await panel.text()).toContain(`Unknown panel type “${type}”`);
    });
  });

  describe('for screen readers', () => {
    it('reads out a changed value, but not the first one', async () => {
      const panel = await open(fresh(41));
      await panel.value();
      expect(screenReaderText).toEqual([]);
      update('view', fresh(42));
      await panel.value();
      expect(screenReaderText).toEqual([{ key: 'orders', text: 'Orders: 42', focused: false }]);
    });

    it('does not read out a response with the same value', async () => {
      const panel = await open(fresh(41));
      update('view', fresh(40, 41));
      await panel.value();
      expect(screenReaderText).toEqual([]);
    });

    it('reads out errors and lateness, but not each minute', async () => {
      const panel = await open(fresh(41));
      await panel.value();
      clock.pass(190_000);
      await panel.age();
      clock.pass(60_000);
      await panel.age();
      update('view', sampleView('orders', { error: { message: 'no' } }, frame(41)));
      await panel.age();
      expect(screenReaderText.map(({ text }) => text)).toEqual(['Orders: 41, late', 'Orders: no']);
    });

    it('reads out that there is no new data', async () => {
      const view = fresh(41);
      const panel = await open({ ...view, data: { ...view.data, deadAt: clock.iso(120_000) } });
      await panel.value();
      clock.pass(130_000);
      await panel.age();
      update('view', { ...view, data: { ...view.data, endedAt: clock.iso() } });
      await panel.age();
      expect(screenReaderText.map(({ text }) => text)).toEqual(['Orders: 41, no new data', 'Orders: 41, ended']);
    });
  });

  it('shows its own range', async () => {
    const panel = await open({ id: 'orders', data: { revision: 1, range: '7d', frame: frame(1) } });
    expect(await panel.ownRange()).toBe('7 d');
    update('view', fresh(1));
    expect(await panel.ownRange()).toBeUndefined();
  });
});
