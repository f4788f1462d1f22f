import { describe, expect, it } from '@jest/globals';
import { createCache } from 'cache-manager';
import { createLruKeyv } from './lru-keyv.js';
import { SerializedSnapshot } from './snapshot-cache.js';

const MINUTE = 60_000;
const answerOf = (bytes: number): SerializedSnapshot =>
  new SerializedSnapshot(Buffer.alloc(bytes), '""', { epoch: 'e', revision: 1 }, 0);

describe('createLruKeyv', () => {
  it('returns the same object that was stored', async () => {
    const cache = createCache({ stores: [createLruKeyv(100)] });
    const answer = answerOf(10);
    await cache.set('a', answer, MINUTE);
    expect(await cache.get('a')).toBe(answer);
    await cache.del('a');
    expect(await cache.get('a')).toBeUndefined();
  });

  it('drops the least recently used snapshots while all together are too large', async () => {
    const cache = createCache({ stores: [createLruKeyv(100)] });
    for (const key of ['a', 'b', 'c']) await cache.set(key, answerOf(30), MINUTE);
    await cache.get('a');
    await cache.set('d', answerOf(40), MINUTE);
    const kept = await Promise.all(['a', 'b', 'c', 'd'].map((key) => cache.get(key)));
    expect(kept.map((answer) => answer !== undefined)).toEqual([true, false, true, true]);
    await cache.set('e', answerOf(101), MINUTE);
    expect(await cache.get('e')).toBeUndefined();
  });

  it('keeps at most 256 snapshots', async () => {
    const cache = createCache({ stores: [createLruKeyv(1_000)] });
    for (let index = 0; index < 257; index++) await cache.set(`a${index}`, answerOf(1), MINUTE);
    expect([await cache.get('a0'), await cache.get('a1')]).toEqual([undefined, expect.any(SerializedSnapshot)]);
  });
});
