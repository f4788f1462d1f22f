import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PanelView } from '../stream/snapshot/board-view';
import { samplePanel } from '../panels/testing/sample-frames';
import { BoardPageFixture } from '../app/testing/board-page-fixture';
import type { LiveBoardStub } from '../live/testing/live-board-stub';
import type { PageHarness } from './testing/page-harness';

describe('BoardPage', () => {
  let fixture: BoardPageFixture;
  let live: LiveBoardStub;

  beforeEach(() => {
    fixture = new BoardPageFixture();
    live = fixture.live;
  });
  afterEach(() => {
    localStorage.clear();
  });

  const open = (address: string): Promise<PageHarness> => fixture.open(address);
  const valueOf = (id: string, ...values: number[]): PanelView => fixture.valueOf(id, ...values);
  const TWO_PANELS = [
    samplePanel({ id: 'b', title: 'Second', layout: { x: 3, y: 0, w: 3, h: 2 } }),
    samplePanel({ id: 'a', title: 'First', layout: { x: 0, y: 0, w: 3, h: 2 } }),
  ];

  it('shows a skeleton, then the board’s panels in reading order', async () => {
    const page = await open('/boards/shop');
    expect([await page.isLoading(), await page.heading()]).toEqual([true, 'shop']);
    live.respond({ panels: TWO_PANELS }, [valueOf('a', 1), valueOf('b', 2)]);
    expect(await page.isLoading()).toBe(false);
    expect(await page.heading()).toBe('Shop operations');
    expect(await Promise.all((await page.panels()).map((panel) => panel.title()))).toEqual(['First', 'Second']);
    expect(TestBed.inject(Title).getTitle()).toBe('Shop operations · Boardcast');
  });

  it('keeps all DOM nodes and the focus across updates', async () => {
    const page = await open('/boards/shop');
    live.respond({ panels: TWO_PANELS }, [valueOf('a', 1), valueOf('b', 2)]);
    const first = await page.panel('First');
    const nodes = (): Element[] => [...document.querySelectorAll('bc-panel, bc-panel section, bc-panel .value')];
    const before = nodes();
    const [section] = document.querySelectorAll<HTMLElement>('bc-panel section');
    section?.setAttribute('tabindex', '-1');
    section?.focus();
    live.respond({ panels: JSON.parse(JSON.stringify(TWO_PANELS)) as typeof TWO_PANELS }, [
      valueOf('a', 1, 5),
      valueOf('b', 2),
    ]);
    expect(await first.value()).toBe('5');
    expect(nodes().length).toBe(6);
    expect(nodes().every((node, index) => node === before[index])).toBe(true);
    expect(document.activeElement).toBe(section);
  });

  it('keeps the nodes of the panels when another panel is added before them', async () => {
    const page = await open('/boards/shop');
    const node = (title: string): Element | undefined =>
      [...document.querySelectorAll('bc-panel')].find((panel) => panel.textContent.includes(title));
    live.respond({ panels: TWO_PANELS });
    await page.panels();
    const before = [node('First'), node('Second')];
    const moved = TWO_PANELS.map((panel) => ({ ...panel, layout: { ...panel.layout, y: 2 } }));
    live.respond({ version: 2, panels: [samplePanel({ id: 'new', title: 'Third' }), ...moved] });
    expect(await page.panels()).toHaveLength(3);
    expect([node('First'), node('Second')].map((each, index) => each === before[index])).toEqual([true, true]);
  });

  describe('time range', () => {
    it('is the range of the address, or of the board', async () => {
      const page = await open('/boards/shop');
      live.respond({ panels: TWO_PANELS }, [], '6h');
      expect([live.requested, await page.rangeShown()]).toEqual([[['shop', undefined]], 'Time range: Last 6 hours']);
      await fixture.goTo('/boards/shop?range=7d');
      expect([await page.rangeShown(), live.requested.at(-1)]).toEqual(['Time range: Last 7 days', ['shop', '7d']]);
    });

    it('is written to the address when the user chooses it', async () => {
      const page = await open('/boards/shop');
      live.respond({ panels: TWO_PANELS });
      await page.chooseRange('Last 15 minutes');
      await fixture.settled();
      expect(fixture.url).toBe('/boards/shop?range=15m');
      expect(live.requested.at(-1)).toEqual(['shop', '15m']);
    });

    it('ignores an unknown range in the address', async () => {
      await open('/boards/shop?range=2y');
      expect(live.requested).toEqual([['shop', undefined]]);
    });
  });

  describe('without a board', () => {
    it.each([
      [404, 'Board not found'],
      [410, 'This board was deleted'],
    ])('shows a message for a %i and a link to the list', async (status, message) => {
      const page = await open('/boards/old');
      live.reject(status);
      expect(await page.message()).toBe(message);
      expect(await page.links()).toEqual({ 'All boards': '/boards' });
    });

    it('shows the server’s message and a button to try again', async () => {
      const page = await open('/boards/shop');
      live.reject(403, 'This Host is not allowed.');
      expect(await page.text()).toContain('This Host is not allowed.');
      await page.press('Try again');
      expect(live.refreshes).toBe(1);
    });

    it('shows that the server does not answer', async () => {
      const page = await open('/boards/shop');
      live.become('offline');
      expect(await page.message()).toBe('The server does not answer');
    });

    it('keeps the last values, dimmed, when the board is deleted', async () => {
      const page = await open('/boards/shop');
      live.respond({ panels: TWO_PANELS }, [valueOf('a', 1)]);
      live.reject(410);
      const panel = await page.panel('First');
      expect([await panel.value(), await panel.isDimmed()]).toEqual(['1', true]);
      expect(await page.text()).toContain('This board was deleted');
    });
  });

  describe('without panels', () => {
    it('shows a command on the inbox, then the first panel', async () => {
      const page = await open('/boards/inbox');
      live.respond({ slug: 'inbox', title: 'Inbox', auto: true });
      expect(await page.message()).toBe('Send a number');
      expect(await page.command()).toBe(`curl ${location.origin}/api/v1/metrics/hello \\\n  -d 42`);
      expect(await page.text()).toContain('Waiting for the first value');
      const hello = samplePanel({ id: 'hello', title: 'hello' });
      live.respond({ slug: 'inbox', title: 'Inbox', auto: true, panels: [hello] }, [valueOf('hello', 42)]);
      expect(await (await page.panel('hello')).value()).toBe('42');
    });

    it('shows on the inbox that the server does not answer', async () => {
      const page = await open('/boards/inbox');
      live.respond({ slug: 'inbox', title: 'Inbox' });
      live.become('offline');
      expect(await page.text()).toContain('The server does not answer');
    });

    it('links to the editor and the inbox', async () => {
      const page = await open('/boards/shop');
      live.respond({});
      expect(await page.links()).toEqual({ 'Add panels': '/boards/shop/edit', 'Open the inbox': '/boards/inbox' });
    });
  });

  it('shows the error and its line in the file that defines the board', async () => {
    const page = await open('/boards/shop');
    live.respond({
      panels: TWO_PANELS,
      readOnly: true,
      file: 'shop.yaml',
      problem: 'shop.yaml, line 3: title: must be text.',
    });
    expect(await page.text()).toContain('shop.yaml, line 3: title');
  });

  describe('connection badge', () => {
    it('opens its details, and closes them with Escape', async () => {
      const page = await open('/boards/shop');
      expect(await page.connectionBadge()).toBe('Live');
      await page.openConnectionDetails();
      expect(await page.connectionDetails()).toContain('WebSocket');
      await page.pressEscape();
      expect(await page.connectionDetails()).toBeUndefined();
    });

    it('shows when the page is not live', async () => {
      const page = await open('/boards/shop');
      live.become('polling');
      expect(await page.connectionBadge()).toMatch(/^Polling every 60 s · as of .*\d/);
    });
  });

  describe('addresses', () => {
    it('redirects / to this-server at first', async () => {
      await open('/');
      expect(fixture.url).toBe('/boards/this-server');
    });

    it('redirects / to the board viewed last', async () => {
      const page = await open('/boards/shop');
      live.respond({ panels: TWO_PANELS });
      await page.panels();
      await fixture.goTo('/');
      expect(fixture.url).toBe('/boards/shop');
    });

    it('does not redirect / to a board that was deleted', async () => {
      localStorage.setItem('boardcast.last-board', 'shop');
      const page = await open('/');
      live.reject(410);
      await page.message();
      await fixture.goTo('/nowhere');
      await fixture.goTo('/');
      expect(fixture.url).toBe('/boards/this-server');
    });

    it('shows a message at an unknown address', async () => {
      const page = await open('/nowhere/at/all');
      expect(await page.message()).toBe('Page not found');
      expect(await page.links()).toEqual({ 'All boards': '/boards' });
    });
  });
});
