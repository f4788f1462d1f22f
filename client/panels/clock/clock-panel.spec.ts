import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServerClock } from '../../common/server-clock';
import { PageClock } from '../../common/testing/page-clock';
import { ContentFixture } from '../testing/content-fixture';
import { ClockPanel } from './clock-panel';

const UTC = { timeZone: 'UTC', format: '24' };

describe('a clock', () => {
  let clock: PageClock;

  beforeEach(() => {
    clock = new PageClock();
    TestBed.configureTestingModule({ providers: [clock.provide()] });
  });

  const open = (options: Record<string, unknown>): Promise<ContentFixture<ClockPanel>> =>
    ContentFixture.show(ClockPanel, { type: 'clock', options });

  it('shows the time and the date, and goes on', async () => {
    const stage = await open(UTC);
    const node = stage.one('.time');
    expect([stage.texts('.time'), stage.texts('.below')]).toEqual([['12:00'], ['UTC · Wednesday, March 4']]);
    clock.pass(60_000);
    await stage.settled();
    expect([stage.texts('.time'), stage.one('.time') === node]).toEqual([['12:01'], true]);
  });

  it.each([-5, 5])('is right though the device is %i hours wrong', async (hours) => {
    const real = clock.now() - hours * 3_600_000;
    TestBed.inject(ServerClock).heard(real, clock.now(), clock.now());
    const stage = await open(UTC);
    expect(stage.texts('.time')).toEqual([`${String(12 - hours).padStart(2, '0')}:00`]);
  });

  it('says in words where it cannot tell the time', async () => {
    const stage = await open({ timeZone: 'Mars/Base' });
    expect([stage.all('.time').length, stage.texts('.problem')]).toEqual([
      0,
      ['“Mars/Base” is no time zone that this browser knows. Name one like Europe/Berlin or UTC.'],
    ]);
  });
});
