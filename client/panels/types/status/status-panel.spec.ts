import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServerClock } from '../../../common/server-clock';
import { PageClock } from '../../../common/testing/page-clock';
import { Fades } from '../../../ui/testing/without-browser';
import { ContentFixture } from '../../testing/content-fixture';
import { statusFrame } from '../../testing/sample-frames';
import { StatusPanel } from './status-panel';

describe('StatusPanel', () => {
  let clock: PageClock;
  let fades: Fades;

  beforeEach(() => {
    clock = new PageClock();
    fades = new Fades();
    fades.install();
    TestBed.configureTestingModule({ providers: [clock.provide()] });
  });

  const rows = (email: string, message?: string): ReturnType<typeof statusFrame> =>
    statusFrame(
      { name: 'api', state: 'ok', message: '99.9 %', since: clock.now() },
      { name: 'email', state: email, message, since: clock.now() - 240_000 },
    );

  it('shows name, state, message and duration of each status', async () => {
    const fixture = await ContentFixture.show(StatusPanel, { type: 'status', title: 'Services' }, rows('crit', 'down'));
    expect(fixture.allText('li')).toEqual(['criticalemaildownfor 4 min', 'okapi99.9 %']);
    expect(fixture.one('[role=group]').getAttribute('aria-label')).toBe('Services, states');
  });

  it('shows a date without a time if only the date of the change is known', async () => {
    const fields = statusFrame({ name: 'email', state: 'crit', since: Date.parse('2025-12-06') }).fields;
    const dated = fields.map((field) => (field.name === 'since' ? { ...field, dates: true as const } : field));
    const fixture = await ContentFixture.show(StatusPanel, {}, { fields: dated });
    const { title, dateTime } = fixture.one('.since time') as HTMLTimeElement;
    expect([title, dateTime]).toEqual(['Dec 6, 2025', '2025-12-06']);
  });

  it('updates durations by the server’s clock', async () => {
    TestBed.inject(ServerClock).update(clock.now() + 3_600_000, clock.now(), clock.now());
    const fixture = await ContentFixture.show(StatusPanel, {}, rows('warn'));
    expect(fixture.allText('.since')).toEqual(['for 1 h']);
    clock.pass(3_600_000);
    await fixture.whenStable();
    expect(fixture.allText('.since')).toEqual(['for 2 h']);
  });

  it('marks only the late and dead statuses', async () => {
    const frame = rows('crit', 'down');
    const reportedAt = { name: 'time', type: 'time' as const, values: [clock.now(), clock.now() - 240_000] };
    const staleAt = { name: 'staleAt', type: 'time' as const, values: [null, clock.now() - 60_000] };
    const fields = [...frame.fields.filter(({ name }) => name !== 'time'), reportedAt, staleAt];
    const fixture = await ContentFixture.show(StatusPanel, {}, { fields });
    expect(fixture.allText('li')).toEqual(['criticalemaillate, no report for 4 min', 'okapi99.9 %']);
    expect(fixture.allText('li.overdue:not(.dead) .name')).toEqual(['email']);
    clock.pass(1_200_000);
    await fixture.whenStable();
    expect(fixture.allText('li.overdue.dead .name')).toEqual(['email']);
  });

  it('shows the history and the uptime of each status', async () => {
    const frame = rows('crit');
    const history = [
      { name: 'uptime', type: 'number' as const, unit: 'percent', values: [100, 99.996] },
      { name: 'strip', type: 'string' as const, values: ['ooo', '-owcu'] },
    ];
    const withHistory = { fields: [...frame.fields, ...history] };
    const fixture = await ContentFixture.show(StatusPanel, {}, withHistory);
    expect(fixture.allText('.uptime')).toEqual(
      ['99.99\u202f%', '100\u202f%'].map((text) => text.replaceAll(/\s+/g, ' ')),
    );
    expect(fixture.all('bc-status-strip svg').map((svg) => svg.getAttribute('aria-label'))).toEqual([
      'In the last 1 h: critical, warning, unknown, ok',
      'In the last 1 h: ok',
    ]);
    expect(fixture.all('li:first-child bc-status-strip path').map((path) => path.getAttribute('class'))).toEqual([
      'no-data',
      'ok',
      'warn',
      'crit',
      'unknown',
    ]);
    await fixture.update({ panel: { options: { history: false } } });
    expect([fixture.all('bc-status-strip'), fixture.all('.uptime')]).toEqual([[], []]);
  });

  it('keeps its nodes over an update, and fades only changed states', async () => {
    const fixture = await ContentFixture.show(StatusPanel, {}, rows('crit'));
    const [email, api] = fixture.all('li');
    await fixture.update({ frame: rows('ok') });
    const after = fixture.all('li');
    expect([after[0] === api, after[1] === email, after.length]).toEqual([true, true, 2]);
    expect([fixture.allText('li'), fades.count]).toEqual([['okapi99.9 %', 'okemail'], 1]);
  });

  it('moves an entry with its node if another comes before it', async () => {
    const fixture = await ContentFixture.show(StatusPanel, {}, statusFrame({ name: 'b', state: 'ok' }));
    const [b] = fixture.all('li');
    await fixture.update({ frame: statusFrame({ name: 'a', state: 'ok' }, { name: 'b', state: 'ok' }) });
    expect(fixture.all('li')[1]).toBe(b);
  });

  it.each([
    [1, 'one', 0],
    [6, 'few', 0],
    [40, 'many', 1],
    [200, 'compact', 1],
    [400, 'compact', 1],
  ])('shows %i entries with the density %s', async (count, density, sums) => {
    const many = Array.from({ length: count }, (_, index) => ({ name: `n${index}`, state: index % 2 ? 'ok' : 'crit' }));
    const fixture = await ContentFixture.show(StatusPanel, {}, statusFrame(...many));
    expect(fixture.all(`ul.${density}`)).toHaveLength(1);
    expect(fixture.all('.counts')).toHaveLength(sums);
    expect(fixture.all('li')).toHaveLength(Math.min(300, count));
    if (count === 400) expect(fixture.allText('.count')).toEqual(['200 critical', '200 ok']);
  });
});
