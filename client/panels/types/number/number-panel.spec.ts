import { describe, expect, it } from '@jest/globals';
import { ContentFixture } from '../../testing/content-fixture';
import { sampleFrame } from '../../testing/sample-frames';
import { NumberPanel } from './number-panel';

const END = Date.parse('2026-03-04T12:00:00Z');
const open = (value: number, options = {}, unit?: string): Promise<ContentFixture<NumberPanel>> =>
  ContentFixture.show(
    NumberPanel,
    { type: 'number', title: 'Load', query: { source: 'metrics', metric: 'load' }, options },
    sampleFrame(END, { unit, values: [value] }),
  );

describe('NumberPanel with a threshold', () => {
  it.each([
    [95, 'crit', 'critical', '≥ 90'],
    [75, 'warn', 'warning', '≥ 70'],
  ])(
    'shows the value on the color of its state, with a mark and the reason: %p',
    async (value, state, word, reason) => {
      const fixture = await open(value, { thresholds: { warn: 70, crit: 90 } });
      expect(fixture.one('.figure').classList).toContain(state);
      expect([fixture.allText('.figure bc-state-mark'), fixture.allText('.threshold-result')]).toEqual([
        [word],
        [reason],
      ]);
    },
  );

  it('shows neither color nor mark for an ok value, and removes both', async () => {
    const fixture = await open(75, { thresholds: { warn: 80 } });
    const change = (warn: number): Promise<void> => fixture.update({ panel: { options: { thresholds: { warn } } } });
    const seen = (): unknown[] => [
      fixture.one('.figure').classList.contains('warn'),
      fixture.all('bc-state-mark').length,
    ];
    expect(seen()).toEqual([false, 0]);
    await change(75);
    expect(seen()).toEqual([true, 1]);
    await change(80);
    expect(seen()).toEqual([false, 0]);
  });
});

describe('tooltip of NumberPanel', () => {
  it('shows all digits if the panel shows fewer', async () => {
    expect((await open(1013.25, {}, 'hPa')).one('.value').title).toBe('1,013.25\u202fhPa');
    expect((await open(19.99)).one('.value').hasAttribute('title')).toBe(false);
  });
});
