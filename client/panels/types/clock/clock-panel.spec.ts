import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServerClock } from '../../../common/server-clock';
import { PageClock } from '../../../common/testing/page-clock';
import { ContentFixture } from '../../testing/content-fixture';
import { ClockPanel } from './clock-panel';

const UTC = { timeZone: 'UTC', format: '24' };

describe('ClockPanel', () => {
  let clock: PageClock;

  beforeEach(() => {
    clock = new PageClock();
    TestBed.configureTestingModule({ providers: [clock.provide()] });
  });

  const open = (options: Record<string, unknown>): Promise<ContentFixture<ClockPanel>> =>
    ContentFixture.show(ClockPanel, { type: 'clock', options });

  it('shows the time and the date, and updates them', async () => {
    const fixture = await open(UTC);
    const node = fixture.one('.time');
    expect([fixture.allText('.time'), fixture.allText('.below')]).toEqual([['12:00'], ['UTC · Wednesday, March 4']]);
    clock.pass(60_000);
    await fixture.whenStable();
    expect([fixture.allText('.time'), fixture.one('.time') === node]).toEqual([['12:01'], true]);
  });

  it.each([-5, 5])('is right if the device is %i hours wrong', async (hours) => {
    const real = clock.now() - hours * 3_600_000;
    TestBed.inject(ServerClock).update(real, clock.now(), clock.now());
    const fixture = await open(UTC);
    expect(fixture.allText('.time')).toEqual([`${String(12 - hours).padStart(2, '0')}:00`]);
  });

  it('shows a message if it cannot show the time', async () => {
    const fixture = await open({ timeZone: 'Mars/Base' });
    expect([fixture.all('.time').length, fixture.allText('.problem')]).toEqual([
      0,
      ['This browser does not know the time zone “Mars/Base”. Use one like Europe/Berlin or UTC.'],
    ]);
  });
});
