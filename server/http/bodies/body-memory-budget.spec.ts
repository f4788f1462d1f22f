import { describe, expect, it } from '@jest/globals';
import { BodyMemoryBudget } from './body-memory-budget.js';

describe('BodyMemoryBudget', () => {
  it('rejects bytes beyond the limit of all bodies with 503 until others are released', () => {
    const memory = new BodyMemoryBudget(100);
    const [first, second] = [memory.share(), memory.share()];
    first.resize(60);
    second.resize(40);
    expect(() => {
      second.resize(41);
    }).toThrow(expect.objectContaining({ status: 503 }));
    expect(memory.usedBytes).toBe(100);
    first.release();
    second.resize(100);
    expect(memory.usedBytes).toBe(100);
  });

  it('lets a share shrink even if the limit is reached', () => {
    const memory = new BodyMemoryBudget(10);
    const share = memory.share();
    share.resize(10);
    share.resize(3);
    expect(memory.usedBytes).toBe(3);
  });

  it('counts nothing for a released share, however often it is released', () => {
    const memory = new BodyMemoryBudget(10);
    const share = memory.share();
    share.resize(5);
    share.release();
    share.release();
    share.resize(7);
    expect(memory.usedBytes).toBe(0);
  });
});
