import { describe, expect, it } from '@jest/globals';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

describe('ConcurrencyLimiter', () => {
  it('runs at most the limit at a time, in the order of their calls', async () => {
    const limiter = new ConcurrencyLimiter(2);
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const all = [0, 1, 2, 3, 4].map((index) =>
      limiter.run(() => {
        started.push(index);
        return new Promise<void>((resolve) => finish.push(resolve));
      }),
    );
    for (const expected of [
      [0, 1],
      [0, 1, 2],
      [0, 1, 2, 3],
      [0, 1, 2, 3, 4],
    ]) {
      await new Promise(setImmediate);
      expect(started).toEqual(expected);
      finish.shift()?.();
    }
    finish.forEach((resolve) => {
      resolve();
    });
    await Promise.all(all);
  });

  it('continues after a failure', async () => {
    const limiter = new ConcurrencyLimiter(1);
    const failed = limiter.run(() => Promise.reject(new Error('no')));
    const next = limiter.run(() => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
