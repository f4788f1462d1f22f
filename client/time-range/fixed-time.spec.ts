import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import type { PanelView } from '../stream/snapshot/board-view';
import { samplePanel, sampleView } from '../panels/testing/sample-frames';
import { BoardPageFixture } from '../app/testing/board-page-fixture';
import type { LiveBoardStub } from '../live/testing/live-board-stub';
import type { PageHarness } from '../board-page/testing/page-harness';
import { BoardTimeRange } from './board-time-range';

describe('a board with a fixed time range', () => {
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
  const PANELS = [samplePanel({ id: 'a', title: 'First' })];
  const TEN = Date.parse('2026-03-04T10:00:00Z');
  const HOUR = 3_600_000;
  const WINDOW = 'from=2026-03-04T10:00:00Z&to=2026-03-04T11:00:00Z';
  const url = async (): Promise<string> => {
    await fixture.settled();
    return fixture.url;
  };
  const openWindow = async (query = WINDOW): Promise<PageHarness> => {
    const page = await open(`/boards/shop?${query}`);
    live.respond({ panels: PANELS }, [valueOf('a', 1)], { from: TEN, to: TEN + HOUR });
    return page;
  };

  it('reads the range from the URL and shows it in the header and the connection badge', async () => {
    const page = await openWindow();
    expect(live.requested).toEqual([['shop', { from: TEN, to: TEN + HOUR }]]);
    expect(await page.rangeShown()).toMatch(/^Time range: Mar 4.*00/);
    expect(await page.connectionBadge()).toBe('Fixed time range');
  });

  it('still shows a lost connection', async () => {
    const page = await openWindow();
    live.become('offline');
    expect(await page.connectionBadge()).toContain('Offline');
  });

  it('shows no push example if the range has no data', async () => {
    const page = await open(`/boards/shop?${WINDOW}`);
    live.respond({ panels: PANELS }, [sampleView('a', { frame: { fields: [] } })], { from: TEN, to: TEN + HOUR });
    const panel = await page.panel('First');
    expect(await panel.text()).toContain('No data in this time range');
    expect(await panel.pushExample()).toBeUndefined();
  });

  it('is entered in the time zone of the viewer, with messages about invalid input', async () => {
    const page = await open('/boards/shop?range=6h');
    live.respond({ panels: PANELS }, [], '6h');
    await page.chooseInTime('Fixed time range…');
    expect(await page.submitFixedRange('2026-03-04T10:00', '2026-03-04T09:00')).toEqual([
      'The end must be after the start.',
    ]);
    expect(await page.submitFixedRange('2026-03-04T10:00', '2026-03-04T11:00')).toEqual([]);
    const local = (text: string): number => new Date(text).getTime();
    const chosen = { from: local('2026-03-04T10:00'), to: local('2026-03-04T11:00') };
    await fixture.settled();
    expect(live.requested.at(-1)).toEqual(['shop', chosen]);
  });

  it.each([
    ['Earlier', 'from=2026-03-04T09:30:00Z&to=2026-03-04T10:30:00Z'],
    ['Later', 'from=2026-03-04T10:30:00Z&to=2026-03-04T11:30:00Z'],
    ['Zoom out', 'from=2026-03-04T09:30:00Z&to=2026-03-04T11:30:00Z'],
  ])('moves by half of its length: %s', async (step, query) => {
    const page = await openWindow();
    await page.takeTimeStep(step);
    expect(await url()).toBe(`/boards/shop?${query}`);
  });

  it('cannot move later if it includes the present', async () => {
    const page = await open('/boards/shop?from=2026-03-04T11:30:00Z&to=2026-03-04T12:30:00Z');
    live.respond({ panels: PANELS }, [], { from: TEN + 1.5 * HOUR, to: TEN + 2.5 * HOUR });
    expect(await page.timeSteps()).toMatchObject({ Earlier: true, Later: false });
    const before = await url();
    await page.takeTimeStep('Later');
    expect(await url()).toBe(before);
  });

  it.each([
    ['the previous live range', `range=6h&${WINDOW}`, '/boards/shop?range=6h'],
    ['the default range of the board', WINDOW, '/boards/shop'],
  ])('returns to %s', async (_name, query, expected) => {
    const page = await openWindow(query);
    await page.takeTimeStep('Back to live');
    expect(await url()).toBe(expected);
    live.respond({ panels: PANELS }, [], '6h');
    expect(await page.timeSteps()).toEqual({});
    expect(document.activeElement?.textContent).toContain('Time range: Last 6 hours');
    expect(await page.connectionBadge()).toBe('Live');
  });

  it('can be replaced by a live range', async () => {
    const page = await openWindow();
    await page.chooseRange('Last 15 minutes');
    expect(await url()).toBe('/boards/shop?range=15m');
  });

  it('can be set by a panel', async () => {
    await openWindow();
    TestBed.inject(BoardTimeRange).choose(TEN + 60_000.4, TEN + 120_000);
    expect(await url()).toBe('/boards/shop?from=2026-03-04T10:01:00Z&to=2026-03-04T10:02:00Z');
  });
});
