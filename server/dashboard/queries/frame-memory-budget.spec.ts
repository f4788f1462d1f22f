import { beforeEach, describe, expect, it } from '@jest/globals';
import { FrameMemoryBudget } from './frame-memory-budget.js';

describe('FrameMemoryBudget', () => {
  let frames: FrameMemoryBudget;
  let dropped: string[];

  beforeEach(() => {
    frames = new FrameMemoryBudget(100);
    dropped = [];
  });

  const holder = (name: string) => ({ drop: () => dropped.push(name) });

  it('drops the largest frames above the limit, and keeps the small ones', () => {
    for (const [name, bytes] of Object.entries({ small: 10, large: 60, smaller: 5 })) frames.add(holder(name), bytes);
    expect(dropped).toEqual([]);
    frames.add(holder('larger'), 70);
    expect(dropped).toEqual(['larger']);
    frames.add(holder('other'), 30);
    expect(dropped).toEqual(['larger', 'large']);
  });

  it('counts only the newest frame of an owner, and none of a removed owner', () => {
    const [a, b] = [holder('a'), holder('b')];
    frames.add(a, 90);
    frames.add(a, 40);
    frames.add(b, 60);
    expect(dropped).toEqual([]);
    frames.remove(a);
    frames.add(holder('c'), 40);
    expect(dropped).toEqual([]);
    frames.add(holder('d'), 1);
    expect(dropped).toEqual(['b']);
  });
});
