import { beforeEach, describe, expect, it } from '@jest/globals';
import { HeldFrames } from './frame-memory.js';

describe('HeldFrames', () => {
  let frames: HeldFrames;
  let dropped: string[];

  beforeEach(() => {
    frames = new HeldFrames(100);
    dropped = [];
  });

  const holder = (name: string) => ({ drop: () => dropped.push(name) });

  it('drops the largest frames beyond the limit, and keeps the small ones', () => {
    for (const [name, bytes] of Object.entries({ small: 10, large: 60, smaller: 5 })) frames.hold(holder(name), bytes);
    expect(dropped).toEqual([]);
    frames.hold(holder('larger'), 70);
    expect(dropped).toEqual(['larger']);
    frames.hold(holder('other'), 30);
    expect(dropped).toEqual(['larger', 'large']);
  });

  it('counts the newest frame of a holder, and none of one that was released', () => {
    const [a, b] = [holder('a'), holder('b')];
    frames.hold(a, 90);
    frames.hold(a, 40);
    frames.hold(b, 60);
    expect(dropped).toEqual([]);
    frames.release(a);
    frames.hold(holder('c'), 40);
    expect(dropped).toEqual([]);
    frames.hold(holder('d'), 1);
    expect(dropped).toEqual(['b']);
  });
});
