import { describe, expect, it } from '@jest/globals';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

describe('ConcurrencyLimiter', () => {
  it('runs at most the limit at a time, in the order of their calls', async () => {
    const turns = new ConcurrencyLimiter(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const all = [0, 1, 2, 3, 4].map((index) =>
      turns.run(() => {
        begun.push(index);
        return new Promise<void>((resolve) => ends.push(resolve));
      }),
    );
    for (const expected of [
      [0, 1],
      [0, 1, 2],
      [0, 1, 2, 3],
      [0, 1, 2, 3, 4],
    ]) {
      await new Promise(setImmediate);
      expect(begun).toEqual(expected);
      ends.shift()?.();
    }
    ends.forEach((end) => {
      end();
    });
    await Promise.all(all);
  });

  it('continues after a failure', async () => {
    const turns = new ConcurrencyLimiter(1);
    const failed = turns.run(() => Promise.reject(new Error('no')));
    const next = turns.run(() => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
