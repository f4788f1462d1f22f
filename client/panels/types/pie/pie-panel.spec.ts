import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { PageClock } from '../../../common/testing/page-clock';
import { Fades } from '../../../ui/testing/without-browser';
import { PanelCard } from '../../card/panel-card';
import { PanelHarness } from '../../testing/panel-harness';
import { samplePanel, sampleRows, sampleView } from '../../testing/sample-frames';

describe('PiePanel', () => {
  let fixture: ComponentFixture<PanelCard>;
  let clock: PageClock;

  beforeEach(() => {
    clock = new PageClock();
    new Fades().install();
    TestBed.configureTestingModule({ providers: [clock.provide()] });
  });

  const show = (rows: Record<string, number>): void => {
    const frame = sampleRows(rows);
    fixture.componentRef.setInput('view', sampleView('visits', { frame, updatedAt: clock.iso() }));
  };
  const open = async (rows: Record<string, number>, options = {}): Promise<PanelHarness> => {
    fixture = TestBed.createComponent(PanelCard);
    fixture.componentRef.setInput('panel', samplePanel({ id: 'visits', type: 'pie', title: 'Visits', options }));
    fixture.componentRef.setInput('range', '15m');
    fixture.componentRef.setInput('link', 'live');
    show(rows);
    return TestbedHarnessEnvironment.harnessForFixture(fixture, PanelHarness);
  };
  const paths = (): SVGPathElement[] => [
    ...(fixture.nativeElement as HTMLElement).querySelectorAll<SVGPathElement>('.circle path'),
  ];

  it('lists each part with its value and share, and the total', async () => {
    const panel = await open({ eu: 25, us: 75 });
    const text = (await panel.text()).replaceAll('\u202f', ' ');
    expect(text).toMatch(/100.*us\s*75\s*75 %\s*eu\s*25\s*25 %/s);
    expect(paths()).toHaveLength(2);
  });

  it('keeps its shapes over an update', async () => {
    await open({ eu: 25, us: 75 });
    const before = paths();
    show({ eu: 26, us: 75 });
    await fixture.whenStable();
    expect(paths()).toEqual(before);
    expect(paths().every((path, index) => path === before[index])).toBe(true);
  });

  it('shows no total in a pie without a hole', async () => {
    await open({ eu: 25, us: 75 }, { style: 'pie' });
    await fixture.whenStable();
    expect((fixture.nativeElement as HTMLElement).querySelector('.total')).toBeNull();
  });

  it('shows a message if there is nothing to divide', async () => {
    const panel = await open({ eu: 0 });
    expect(await panel.text()).toContain('All values are 0');
  });
});
