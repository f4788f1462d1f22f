import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../common/errors/problem.js';
import { ManualClock } from '../../../test/support/server/manual-clock.js';
import { SmashingController } from './smashing.controller.js';

describe('SmashingController', () => {
  it('stores the table and status of a widget whose metric is rejected', async () => {
    const stored: string[] = [];
    const store = (what: string) => () => Promise.resolve(stored.push(what));
    const controller = new SmashingController(
      { write: () => Promise.reject(new Problem(429, 'There would be too many series.')) } as never,
      { put: store('table') } as never,
      { store: store('status') } as never,
      {} as never,
      {} as never,
      new ManualClock(),
    );
    const body = Buffer.from(JSON.stringify({ current: 1, items: [{ label: 'a', value: 1 }], status: 'danger' }));
    await expect(controller.push('disk', body)).rejects.toMatchObject({ status: 429 });
    expect(stored).toEqual(['table', 'status']);
  });
});
