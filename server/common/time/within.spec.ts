import { describe, expect, it } from '@jest/globals';
import { within } from './within.js';

const HOUR_MS = 3_600_000;

describe('within', () => {
  it('resolves and rejects like a promise that is settled in time', async () => {
    expect(await within(Promise.resolve(7), HOUR_MS, 'too slow')).toBe(7);
    await expect(within(Promise.reject(new Error('failed')), HOUR_MS, 'too slow')).rejects.toThrow('failed');
  });

  it('rejects at the limit', async () => {
    await expect(within(new Promise(() => undefined), 1, 'too slow')).rejects.toThrow('too slow');
  });
});
