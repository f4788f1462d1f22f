import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { PageClock } from '../../../common/testing/page-clock';
import { ContentFixture } from '../../testing/content-fixture';
import { eventFrame } from '../../testing/sample-frames';
import { EventsPanel } from './events-panel';

const LINE_HEIGHT = 20;

/** jsdom has no layout, so this sets lines of equal height. */
function layOut(fixture: ContentFixture<EventsPanel>): void {
  fixture.all('li').forEach((line) => {
    Object.defineProperty(line, 'offsetTop', {
      configurable: true,
      get: () => fixture.all('li').indexOf(line) * LINE_HEIGHT,
    });
    Object.defineProperty(line, 'offsetHeight', { configurable: true, value: LINE_HEIGHT });
  });
}

describe('EventsPanel', () => {
  let clock: PageClock;

  beforeEach(() => {
    clock = new PageClock();
    TestBed.configureTestingModule({ providers: [clock.provide()] });
  });

  const rows = (...titles: string[]): ReturnType<typeof eventFrame> =>
    eventFrame(...titles.map((title, index) => ({ time: clock.now() + (index - 20) * 60_000, title })));
  const open = (frame: ReturnType<typeof eventFrame>): Promise<ContentFixture<EventsPanel>> =>
    ContentFixture.show(EventsPanel, { type: 'events', title: 'Events' }, frame);

  it('shows title, level, age and exact time of each event', async () => {
    const time = clock.now() - 240_000;
    const fixture = await open(eventFrame({ time, level: 'crit', title: 'email is down', text: 'no answer' }));
    expect(fixture.allText('bc-state-mark')).toEqual(['critical']);
    expect([fixture.allText('.title'), fixture.allText('.text')]).toEqual([['email is down'], ['no answer']]);
    expect(fixture.allText('.ago')).toEqual(['4 min ago']);
    expect(fixture.one('time.clock').getAttribute('datetime')).toBe(new Date(time).toISOString());
    expect(fixture.one('.ago time').title).toContain('2026');
  });

  it('shows dates without a time as dates, without an age', async () => {
    const frame = eventFrame({ time: Date.parse('2030-12-06'), title: 'a' }, { time: clock.now(), title: 'b' });
    const fields = frame.fields.map((field) => (field.type === 'time' ? { ...field, dates: [0] } : field));
    const fixture = await open({ fields });
    expect(fixture.allText('.title')).toEqual(['a', 'b']);
    expect([fixture.allText('.clock')[0], fixture.allText('.ago')]).toEqual(['Dec 6, 2030', ['just now']]);
    expect(fixture.one('time.clock').getAttribute('datetime')).toBe('2030-12-06');
  });

  it('updates ages without replacing nodes', async () => {
    const fixture = await open(eventFrame({ time: clock.now() - 5_000, title: 'a' }));
    const [line] = fixture.all('li');
    expect(fixture.allText('.ago')).toEqual(['just now']);
    clock.pass(120_000);
    await fixture.whenStable();
    expect([fixture.allText('.ago'), fixture.all('li')[0] === line]).toEqual([['2 min ago'], true]);
  });

  it('adds a new event at the top, and keeps the nodes of the others', async () => {
    const fixture = await open(rows('a', 'b'));
    const [b, a] = fixture.all('li');
    await fixture.update({ frame: rows('a', 'b', 'c') });
    expect(fixture.allText('.title')).toEqual(['c', 'b', 'a']);
    expect(fixture.all('li').slice(1)).toEqual([b, a]);
    expect(fixture.all('li')[1]).toBe(b);
  });

  it('keeps the visible entries in place when events are added', async () => {
    const fixture = await open(rows('a', 'b', 'c', 'd'));
    const scroller = fixture.one('.scroll');
    layOut(fixture);
    scroller.scrollTop = 25;
    scroller.dispatchEvent(new Event('scroll'));
    await fixture.update({ frame: rows('a', 'b', 'c', 'd', 'e', 'f') });
    expect(scroller.scrollTop).toBe(25 + 2 * LINE_HEIGHT);
    await fixture.update({ frame: rows('a', 'b', 'c', 'd', 'e', 'f', 'g') });
    expect(scroller.scrollTop).toBe(25 + 3 * LINE_HEIGHT);
  });

  it('stays at the top if it is scrolled to the top', async () => {
    const fixture = await open(rows('a', 'b'));
    layOut(fixture);
    const scroller = fixture.one('.scroll');
    scroller.dispatchEvent(new Event('scroll'));
    await fixture.update({ frame: rows('a', 'b', 'c') });
    expect(scroller.scrollTop).toBe(0);
  });

  it('shows events with extreme or missing times', async () => {
    const fixture = await open(
      eventFrame(
        { time: clock.now() + 9e12, title: 'far' },
        { time: 9e15, title: 'never' },
        { time: null, title: 'none' },
      ),
    );
    expect(fixture.allText('.ago')).toEqual(['in 285 y']);
    expect(fixture.allText('.clock')).toEqual([expect.stringContaining('2311'), '–', '–']);
  });

  it('can be searched in full screen, and shows all events outside of it', async () => {
    const fixture = await open(
      eventFrame(
        { time: clock.now(), level: 'crit', title: 'Disk full' },
        { time: clock.now() - 1_000, level: 'ok', title: 'Disk is fine', text: 'again' },
        { time: clock.now() - 2_000, level: 'ok', title: 'Deployed' },
      ),
    );
    expect(fixture.all('bc-event-search')).toEqual([]);
    await fixture.update({ fullScreen: true });
    const text = fixture.one('input') as HTMLInputElement;
    text.value = 'disk';
    text.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    expect([fixture.allText('.title'), fixture.allText('.count')]).toEqual([['Disk full', 'Disk is fine'], ['2 of 3']]);
    const level = fixture.one('select') as HTMLSelectElement;
    level.selectedIndex = 3;
    level.dispatchEvent(new Event('change'));
    await fixture.whenStable();
    expect([fixture.allText('.title'), fixture.allText('.count')]).toEqual([['Disk is fine'], ['1 of 3']]);
    await fixture.update({ fullScreen: false });
    expect(fixture.allText('.title')).toHaveLength(3);
  });
});
