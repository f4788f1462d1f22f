import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PanelView } from '../live/snapshot/board-view';
import { samplePanel } from '../panels/testing/sample-frames';
import { BoardPageFixture } from '../app/testing/board-page-fixture';
import type { LiveBoardStub } from '../live/testing/live-board-stub';
import type { PageHarness } from './testing/page-harness';

describe('the board page', () => {
  let stage: BoardPageFixture;
  let live: LiveBoardStub;

  beforeEach(() => {
    stage = new BoardPageFixture();
    live = stage.live;
  });
  afterEach(() => {
    localStorage.clear();
  });

  const open = (address: string): Promise<PageHarness> => stage.open(address);
  const valueOf = (id: string, ...values: number[]): PanelView => stage.valueOf(id, ...values);
  const TWO = [
    samplePanel({ id: 'b', title: 'Second', layout: { x: 3, y: 0, w: 3, h: 2 } }),
    samplePanel({ id: 'a', title: 'First', layout: { x: 0, y: 0, w: 3, h: 2 } }),
  ];

  it('shows outlines, then the board’s panels in the order in which they are read', async () => {
    const page = await open('/boards/shop');
    expect([await page.isLoading(), await page.heading()]).toEqual([true, 'shop']);
    live.answer({ panels: TWO }, [valueOf('a', 1), valueOf('b', 2)]);
    expect(await page.isLoading()).toBe(false);
    expect(await page.heading()).toBe('Shop operations');
    expect(await Promise.all((await page.panels()).map((panel) => panel.title()))).toEqual(['First', 'Second']);
    expect(TestBed.inject(Title).getTitle()).toBe('Shop operations · Boardcast');
  });

  it('keeps every DOM node, the focus too, over an update and over a complete answer', async () => {
    const page = await open('/boards/shop');
    live.answer({ panels: TWO }, [valueOf('a', 1), valueOf('b', 2)]);
    const first = await page.panel('First');
    const nodes = (): Element[] => [...document.querySelectorAll('bc-panel, bc-panel section, bc-panel .value')];
    const before = nodes();
    const [section] = document.querySelectorAll<HTMLElement>('bc-panel section');
    section?.setAttribute('tabindex', '-1');
    section?.focus();
    live.answer({ panels: JSON.parse(JSON.stringify(TWO)) as typeof TWO }, [valueOf('a', 1, 5), valueOf('b', 2)]);
    expect(await first.value()).toBe('5');
    expect(nodes().length).toBe(6);
    expect(nodes().every((node, index) => node === before[index])).toBe(true);
    expect(document.activeElement).toBe(section);
  });

  it('keeps each panel its own node when another one comes in front of it', async () => {
    const page = await open('/boards/shop');
    const node = (title: string): Element | undefined =>
      [...document.querySelectorAll('bc-panel')].find((panel) => panel.textContent.includes(title));
    live.answer({ panels: TWO });
    await page.panels();
    const before = [node('First'), node('Second')];
    const moved = TWO.map((panel) => ({ ...panel, layout: { ...panel.layout, y: 2 } }));
    live.answer({ version: 2, panels: [samplePanel({ id: 'new', title: 'Third' }), ...moved] });
    expect(await page.panels()).toHaveLength(3);
    expect([node('First'), node('Second')].map((each, index) => each === before[index])).toEqual([true, true]);
  });

  describe('the range', () => {
    it('is the board’s own, or that of the address', async () => {
      const page = await open('/boards/shop');
      live.answer({ panels: TWO }, [], '6h');
      expect([live.asked, await page.rangeShown()]).toEqual([[['shop', undefined]], 'Time range: Last 6 hours']);
      await stage.goTo('/boards/shop?range=7d');
      expect([await page.rangeShown(), live.asked.at(-1)]).toEqual(['Time range: Last 7 days', ['shop', '7d']]);
    });

    it('is kept in the address', async () => {
      const page = await open('/boards/shop');
      live.answer({ panels: TWO });
      await page.chooseRange('Last 15 minutes');
      await stage.settled();
      expect(stage.url).toBe('/boards/shop?range=15m');
      expect(live.asked.at(-1)).toEqual(['shop', '15m']);
    });

    it('is not one that does not exist', async () => {
      await open('/boards/shop?range=2y');
      expect(live.asked).toEqual([['shop', undefined]]);
    });
  });

  describe('without a board', () => {
    it.each([
      [404, 'There is no such board'],
      [410, 'This board was deleted'],
    ])('says so in words for a %i, and leads to the list', async (status, words) => {
      const page = await open('/boards/old');
      live.refuse(status);
      expect(await page.message()).toBe(words);
      expect(await page.links()).toEqual({ 'All boards': '/boards' });
    });

    it('says what else the server said, and tries again', async () => {
      const page = await open('/boards/shop');
      live.refuse(403, 'This Host is not allowed.');
      expect(await page.text()).toContain('This Host is not allowed.');
      await page.press('Try again');
      expect(live.refreshes).toBe(1);
    });

    it('says that the server does not answer', async () => {
      const page = await open('/boards/shop');
      live.become('offline');
      expect(await page.message()).toBe('The server does not answer');
    });

    it('keeps the last values of one that is deleted while it is watched, dimmed', async () => {
      const page = await open('/boards/shop');
      live.answer({ panels: TWO }, [valueOf('a', 1)]);
      live.refuse(410);
      const panel = await page.panel('First');
      expect([await panel.value(), await panel.isDimmed()]).toEqual(['1', true]);
      expect(await page.text()).toContain('This board was deleted');
    });
  });

  describe('without panels', () => {
    it('of the inbox asks for a number, and the panel appears by itself', async () => {
      const page = await open('/boards/inbox');
      live.answer({ slug: 'inbox', title: 'Inbox', auto: true });
      expect(await page.message()).toBe('Send it a number');
      expect(await page.command()).toBe(`curl ${location.origin}/api/v1/metrics/hello \\\n  -d 42`);
      expect(await page.text()).toContain('Listening for the first value');
      const hello = samplePanel({ id: 'hello', title: 'hello' });
      live.answer({ slug: 'inbox', title: 'Inbox', auto: true, panels: [hello] }, [valueOf('hello', 42)]);
      expect(await (await page.panel('hello')).value()).toBe('42');
    });

    it('of the inbox does not claim to listen while it cannot', async () => {
      const page = await open('/boards/inbox');
      live.answer({ slug: 'inbox', title: 'Inbox' });
      live.become('offline');
      expect(await page.text()).toContain('The server does not answer');
    });

    it('of another board leads to the inbox', async () => {
      const page = await open('/boards/shop');
      live.answer({});
      expect(await page.links()).toEqual({ 'Add panels': '/boards/shop/edit', 'Open the inbox': '/boards/inbox' });
    });
  });

  it('says in which line the file is wrong that defines it', async () => {
    const page = await open('/boards/shop');
    live.answer({ panels: TWO, readOnly: true, file: 'shop.yaml', problem: 'shop.yaml, line 3: title: must be text.' });
    expect(await page.text()).toContain('shop.yaml, line 3: title');
  });

  describe('the pill', () => {
    it('opens its details, asks anew, and closes by the keyboard', async () => {
      const page = await open('/boards/shop');
      expect(await page.pill()).toBe('Live');
      await page.pressPill();
      expect(await page.details()).toContain('WebSocket');
      await page.pressEscape();
      expect(await page.details()).toBeUndefined();
    });

    it('says when the page is not live', async () => {
      const page = await open('/boards/shop');
      live.become('polling');
      expect(await page.pill()).toMatch(/^Polling every 60 s · as of .*\d/);
    });
  });

  describe('the addresses', () => {
    it('open the board viewed last, at first this-server', async () => {
      await open('/');
      expect(stage.url).toBe('/boards/this-server');
    });

    it('open the board viewed last', async () => {
      const page = await open('/boards/shop');
      live.answer({ panels: TWO });
      await page.panels();
      await stage.goTo('/');
      expect(stage.url).toBe('/boards/shop');
    });

    it('do not open a board that is gone', async () => {
      localStorage.setItem('boardcast.last-board', 'shop');
      const page = await open('/');
      live.refuse(410);
      await page.message();
      await stage.goTo('/nowhere');
      await stage.goTo('/');
      expect(stage.url).toBe('/boards/this-server');
    });

    it('that lead nowhere say so', async () => {
      const page = await open('/nowhere/at/all');
      expect(await page.message()).toBe('Nothing is at this address');
      expect(await page.links()).toEqual({ 'All boards': '/boards' });
    });
  });
});
