import { describe, expect, it } from '@jest/globals';
import { MappingQueue } from './mapping-queue.js';

const MIB = 1024 * 1024;
const entry = (name: string, bytes = 1) => ({ name, bytes });

describe('the queue of webhooks', () => {
  it('alternates between webhooks, and keeps the order of the requests of each', () => {
    const queue = new MappingQueue<{ name: string; bytes: number }>();
    const busy = [entry('busy'), entry('busy'), entry('busy')];
    const [other, third] = [entry('other'), entry('third')];
    for (const each of [...busy, other, third]) expect(queue.add(each)).toBe(true);
    const order = [queue.take(), queue.take(), queue.take(), queue.take(), queue.take(), queue.take()];
    expect(order).toEqual([busy[0], other, third, busy[1], busy[2], undefined]);
  });

  it('limits the pending requests of one webhook, and still accepts others', () => {
    const queue = new MappingQueue();
    const taken = Array.from({ length: 100 }, () => queue.add(entry('busy'))).filter(Boolean);
    expect(taken).toHaveLength(64);
    expect(queue.add(entry('other'))).toBe(true);
    queue.take();
    expect(queue.add(entry('busy'))).toBe(true);
  });

  it('limits the number and the size of pending requests', () => {
    const many = new MappingQueue();
    expect(Array.from({ length: 300 }, (_, at) => many.add(entry(`w${at}`))).filter(Boolean)).toHaveLength(256);
    const large = new MappingQueue();
    expect(Array.from({ length: 8 }, () => large.add(entry('one', 5 * MIB))).filter(Boolean)).toHaveLength(3);
    expect(Array.from({ length: 20 }, (_, at) => large.add(entry(`w${at}`, 5 * MIB))).filter(Boolean)).toHaveLength(9);
  });

  it('removes a request', () => {
    const queue = new MappingQueue();
    const [first, second] = [entry('a'), entry('a')];
    queue.add(first);
    queue.add(second);
    expect(queue.remove(first)).toBe(true);
    expect(queue.remove(first)).toBe(false);
    expect([queue.take(), queue.take()]).toEqual([second, undefined]);
    expect(queue.remove(entry('none'))).toBe(false);
  });
});
