import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Panel } from '../../../../wire/schemas/board';
import type { PanelView } from '../../../stream/snapshot/board-view';
import { SaveFile } from '../../../common/save-file';
import { PageClock } from '../../../common/testing/page-clock';
import { Fades } from '../../../ui/testing/without-browser';
import { DRAW_IMAGE } from '../export/draw-image';
import { PanelCard } from '../panel-card';
import { PanelHarness } from '../../testing/panel-harness';
import { sampleFrame, samplePanel, sampleView } from '../../testing/sample-frames';
import { PanelMenuHarness } from './testing/panel-menu-harness';

describe('PanelMenu', () => {
  let clock: PageClock;
  let fixture: ComponentFixture<PanelCard>;
  let saved: [Blob, string][];
  let drawn: HTMLElement[];

  beforeEach(() => {
    clock = new PageClock();
    new Fades().install();
    saved = [];
    drawn = [];
    const draw = (element: HTMLElement): Promise<Blob> => {
      drawn.push(element);
      return Promise.resolve(new Blob(['png']));
    };
    TestBed.configureTestingModule({
      providers: [
        clock.provide(),
        { provide: SaveFile, useValue: { save: (file: Blob, name: string) => saved.push([file, name]) } },
        { provide: DRAW_IMAGE, useValue: draw },
      ],
    });
  });
  afterEach(() => {
    fixture.destroy();
  });

  const open = async (data: Partial<PanelView['data']>, panel: Partial<Panel> = {}): Promise<PanelMenuHarness> => {
    fixture = TestBed.createComponent(PanelCard);
    document.body.append(fixture.nativeElement as Node);
    fixture.componentRef.setInput('panel', samplePanel(panel));
    fixture.componentRef.setInput('range', '1h');
    fixture.componentRef.setInput('link', 'live');
    fixture.componentRef.setInput('menu', true);
    fixture.componentRef.setInput('view', sampleView('orders', data));
    return TestbedHarnessEnvironment.loader(fixture).getHarness(PanelMenuHarness);
  };
  const panel = (): Promise<PanelHarness> => TestbedHarnessEnvironment.harnessForFixture(fixture, PanelHarness);
  const withData = (): Promise<PanelMenuHarness> =>
    open({ frame: sampleFrame(clock.now(), { unit: 'ms', values: [7, 8] }) });

  it('offers the actions for data, and is named after its panel', async () => {
    const menu = await withData();
    expect(await menu.label()).toBe('Menu of Orders');
    expect(await menu.items()).toEqual([
      'View full screen',
      'View as table',
      'Download CSV',
      'Copy as image',
      'How to push data',
    ]);
    await menu.pressEscape();
    expect([await menu.isOpen(), await menu.hasFocus()]).toEqual([false, true]);
  });

  it.each([
    ['without data', {}, { query: { source: 'sql' } }],
    ['of a panel that draws none', {}, { type: 'text', query: undefined }],
  ])('offers neither table nor CSV %s', async (_, data, parts) => {
    expect(await (await open(data, parts)).items()).toEqual(['View full screen', 'Copy as image']);
  });

  it('switches between the panel and a table of its data, also for unknown panel types', async () => {
    const menu = await open({ frame: sampleFrame(clock.now(), { unit: 'ms', values: [7, 8] }) }, { type: 'sankey' });
    await menu.choose('View as table');
    const [heading, newest] = await (await panel()).table();
    expect([heading, newest?.[1]]).toEqual([['Time', 'shop.orders'], '8\u202fms']);
    expect(await menu.hasFocus()).toBe(true);
    await menu.choose('View as panel');
    expect(await (await panel()).text()).toContain('Unknown panel type');
  });

  it('keeps the table over an update, with an error beside it', async () => {
    const menu = await withData();
    await menu.choose('View as table');
    const error = { message: 'The database is gone' };
    fixture.componentRef.setInput('view', sampleView('orders', { error }, sampleFrame(clock.now(), { values: [9] })));
    expect((await (await panel()).table())[1]?.[1]).toBe('9');
    expect(await (await panel()).text()).toContain(error.message);
  });

  it('saves the data as CSV and shows a message', async () => {
    const menu = await withData();
    await menu.choose('Download CSV');
    expect(saved.map(([, name]) => name)).toEqual(['Orders 2026-03-04 12-00-00.csv']);
    expect(await menu.message()).toMatch(/^Saved as Orders/);
  });

  it('copies the panel as an image', async () => {
    const menu = await withData();
    await menu.choose('Copy as image');
    await fixture.whenStable();
    expect(await menu.message()).toMatch(/Saved as Orders .*png\.$/);
    expect(drawn).toEqual([(fixture.nativeElement as HTMLElement).querySelector('section')]);
  });

  it('shows a push example, and returns the focus', async () => {
    const menu = await withData();
    await menu.choose('How to push data');
    expect(await menu.isPushExampleOpen()).toBe(
      `curl ${location.origin}/api/v1/metrics/shop.orders \\\n  -d '{"value":42,"unit":"ms"}'`,
    );
    await menu.pressEscape();
    expect([await menu.isPushExampleOpen(), await menu.hasFocus()]).toEqual([undefined, true]);
  });

  it('opens and leaves full screen', async () => {
    const menu = await withData();
    await menu.choose('View full screen');
    expect(fixture.componentInstance.fullScreen()).toBe(true);
    expect((await menu.items())[0]).toBe('Leave full screen');
    await menu.pressEscape();
    await menu.leaveFullScreen();
    expect([fixture.componentInstance.fullScreen(), await menu.hasFocus()]).toEqual([false, true]);
  });

  it('is hidden by default', async () => {
    await withData();
    fixture.componentRef.setInput('menu', false);
    expect(await TestbedHarnessEnvironment.loader(fixture).getHarnessOrNull(PanelMenuHarness)).toBeNull();
  });
});
