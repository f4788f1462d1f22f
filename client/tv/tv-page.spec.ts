import { signal } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router } from '@angular/router';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../app/app';
import { appConfig } from '../app/app.config';
import { LiveBoard } from '../live/live-board';
import { LIVE_ENVIRONMENT } from '../live/live-environment';
import { NewVersion } from '../live/new-version/new-version';
import { VirtualEnvironment } from '../stream/testing/virtual-environment';
import { samplePanel } from '../panels/testing/sample-frames';
import { PageClock } from '../common/testing/page-clock';
import { Fades } from '../ui/testing/without-browser';
import { LiveBoardStub } from '../live/testing/live-board-stub';
import { TvPage } from './tv-page';
import { WakeLock } from './wake-lock';

describe('TvPage', () => {
  let live: LiveBoardStub;
  let environment: VirtualEnvironment;
  let fixture: ComponentFixture<App>;
  let reloads: number;
  const isAvailable = signal(false);

  beforeEach(() => {
    live = new LiveBoardStub();
    environment = new VirtualEnvironment();
    reloads = 0;
    isAvailable.set(false);
    new Fades().install();
    const version = { isAvailable, watch: () => undefined, reload: () => (reloads += 1) };
    TestBed.configureTestingModule({
      providers: [
        ...appConfig.providers,
        new PageClock().provide(),
        { provide: LIVE_ENVIRONMENT, useValue: environment },
        { provide: NewVersion, useValue: version },
      ],
    });
    TestBed.overrideComponent(TvPage, { set: { providers: [{ provide: LiveBoard, useValue: live }, WakeLock] } });
  });
  afterEach(() => {
    localStorage.clear();
    document.body.replaceChildren();
  });

  const open = async (address: string): Promise<void> => {
    await TestBed.inject(Router).navigateByUrl(address);
    fixture = TestBed.createComponent(App);
    document.body.append(fixture.nativeElement as Node);
    await fixture.whenStable();
  };
  const text = (selector: string): string | undefined => document.querySelector(selector)?.textContent.trim();
  const press = async (key: string): Promise<void> => {
    document.dispatchEvent(new KeyboardEvent('keydown', { key }));
    await fixture.whenStable();
  };
  const advance = async (ms: number): Promise<void> => {
    environment.advance(ms);
    await fixture.whenStable();
  };
  const shown = (): string | undefined => TestBed.inject(Router).url.split('?')[0];
  const respond = async (slug: string, title: string): Promise<void> => {
    live.respond({ slug, title, panels: [samplePanel({ title: 'Orders' })] });
    await fixture.whenStable();
  };

  it('shows the board without the page header', async () => {
    await open('/boards/shop?tv');
    await respond('shop', 'Shop');
    expect([text('bc-tv-status h1'), text('bc-panel h2')]).toEqual(['Shop', 'Orders']);
    expect(document.querySelector('bc-page-header')).toBeNull();
  });

  it('shows the connection only while it is lost, and since when', async () => {
    await open('/boards/shop?tv');
    await respond('shop', 'Shop');
    expect(document.querySelector('.link .visually-hidden')?.textContent).toBe('Live');
    live.become('offline');
    await fixture.whenStable();
    expect(text('.link')).toMatch(/^Offline\s*as of \d/);
    expect(document.querySelector('.link .visually-hidden')).toBeNull();
  });

  it('rotates boards by their times and keeps the previous board until the next has loaded', async () => {
    await open('/boards/shop?tv&rotate=shop:10s,ci:20s');
    await respond('shop', 'Shop');
    expect(text('.place')).toBe('1 of 2');
    await advance(9_999);
    expect(shown()).toBe('/boards/shop');
    await advance(1);
    expect([shown(), live.requested.at(-1)?.[0]]).toEqual(['/boards/ci', 'ci']);
    live.view.set(undefined);
    await fixture.whenStable();
    expect(text('bc-tv-status h1')).toBe('Shop');
    await respond('ci', 'CI');
    expect(text('bc-tv-status h1')).toBe('CI');
    await advance(20_000);
    expect(shown()).toBe('/boards/shop');
  });

  it('does not rotate a single board', async () => {
    await open('/boards/shop?tv&rotate=shop:10s');
    await advance(3_600_000);
    expect(live.requested.map(([slug]) => slug)).toEqual(['shop']);
  });

  it('changes boards with the arrow keys and restarts the time', async () => {
    await open('/boards/a?tv&rotate=a:10s,b:10s,c:10s');
    await press('ArrowLeft');
    expect(shown()).toBe('/boards/c');
    await advance(6_000);
    await press('ArrowRight');
    expect(shown()).toBe('/boards/a');
    await advance(6_000);
    expect(shown()).toBe('/boards/a');
    await advance(4_000);
    expect(shown()).toBe('/boards/b');
  });

  describe('with a board that has too many rows for one page', () => {
    const LONG = [0, 1, 2, 3].map((part) =>
      samplePanel({ id: `p${part}`, title: `Part ${part}`, layout: { x: 0, y: part * 5, w: 12, h: 5 } }),
    );
    const respondLong = async (slug = 'long'): Promise<void> => {
      live.respond({ slug, title: slug, panels: LONG });
      await fixture.whenStable();
    };
    const titles = (): (string | undefined)[] =>
      [...document.querySelectorAll('bc-panel h2')].map(({ textContent }) => textContent.trim());

    beforeEach(() => {
      Object.defineProperties(document.documentElement, {
        clientWidth: { value: 1920, configurable: true },
        clientHeight: { value: 1080, configurable: true },
      });
    });
    afterEach(() => {
      Reflect.deleteProperty(document.documentElement, 'clientWidth');
      Reflect.deleteProperty(document.documentElement, 'clientHeight');
    });

    it('rotates the pages of the board', async () => {
      await open('/boards/long?tv');
      await respondLong();
      expect([titles(), text('.place')]).toEqual([['Part 0', 'Part 1'], 'page 1 of 2']);
      await advance(29_999);
      expect(titles()).toEqual(['Part 0', 'Part 1']);
      await advance(1);
      expect([titles(), text('.place')]).toEqual([['Part 2', 'Part 3'], 'page 2 of 2']);
      await advance(30_000);
      expect(titles()).toEqual(['Part 0', 'Part 1']);
    });

    it('keeps the page and its panels after an update', async () => {
      await open('/boards/long?tv&rotate=long:10s');
      await respondLong();
      await advance(10_000);
      const nodes = [...document.querySelectorAll('bc-panel')];
      await respondLong();
      expect([titles(), text('.place')]).toEqual([['Part 2', 'Part 3'], 'page 2 of 2']);
      expect([...document.querySelectorAll('bc-panel')]).toEqual(nodes);
    });

    it('shows the first page of the next board after the last page, by time and by keys', async () => {
      await open('/boards/long?tv&rotate=long:10s,other:10s');
      await respondLong();
      expect(text('.place')).toBe('1 of 2 · page 1 of 2');
      await advance(10_000);
      expect([shown(), text('.place')]).toEqual(['/boards/long', '1 of 2 · page 2 of 2']);
      await press('ArrowRight');
      expect(shown()).toBe('/boards/other');
      await respondLong('other');
      expect(titles()).toEqual(['Part 0', 'Part 1']);
      await press('ArrowRight');
      expect(titles()).toEqual(['Part 2', 'Part 3']);
      await press('ArrowLeft');
      await press('ArrowLeft');
      expect(shown()).toBe('/boards/long');
    });

    it('shows the whole board on one page with tv=whole', async () => {
      await open('/boards/long?tv=whole');
      await respondLong();
      expect([titles().length, text('.place')]).toEqual([4, undefined]);
      await advance(3_600_000);
      expect(titles()).toHaveLength(4);
    });
  });

  it('returns to the current board at Escape', async () => {
    await open('/boards/a?tv&rotate=a:10s,b:10s&range=6h');
    await press('ArrowRight');
    await press('Escape');
    expect(TestBed.inject(Router).url).toBe('/boards/b?range=6h');
  });

  it('shows an error in its rotation and the valid boards', async () => {
    await open('/boards/a?tv&rotate=a:10s,b:soon');
    await respond('a', 'A');
    expect(text('.message')).toContain('“soon” of “b” is not a valid duration');
  });

  it('reports a missing board', async () => {
    await open('/boards/a?tv');
    live.reject(404);
    await fixture.whenStable();
    expect(text('bc-page-message h2')).toBe('Board not found');
  });

  it('hides the pointer after 3 s without movement', async () => {
    await open('/boards/a?tv');
    const idle = (): boolean => document.querySelector('.screen.idle') !== null;
    await advance(2_999);
    expect(idle()).toBe(false);
    await advance(1);
    expect(idle()).toBe(true);
    document.dispatchEvent(new Event('pointermove'));
    await fixture.whenStable();
    expect(idle()).toBe(false);
  });

  it('reloads for a new version', async () => {
    await open('/boards/a?tv');
    expect(reloads).toBe(0);
    isAvailable.set(true);
    await fixture.whenStable();
    expect(reloads).toBe(1);
  });
});
