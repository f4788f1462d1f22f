import { once } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../test/support/server/manual-clock.js';
import { ExportStreams, MAX_EXPORTS } from './export-streams.js';

async function* chunksOf(count: number, made: number[] = []): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) {
    made.push(index);
    yield await Promise.resolve(new Uint8Array(64 * 1024));
  }
}

describe('ExportStreams', () => {
  let clock: ManualClock;
  let streams: ExportStreams;

  beforeEach(() => {
    clock = new ManualClock();
    streams = new ExportStreams(clock);
  });

  it('produces chunks no faster than the client receives them', async () => {
    const made: number[] = [];
    const stream = streams.open(chunksOf(1_000, made));
    let taken = 0;
    for await (const chunk of stream) {
      taken += (chunk as Buffer).length;
      expect(made.length).toBeLessThan(taken / (64 * 1024) + 4);
    }
    expect(taken).toBe(1_000 * 64 * 1024);
  });

  it('rejects an export beyond the limit until another one ends or its client disconnects', async () => {
    const [first, second] = Array.from({ length: MAX_EXPORTS }, () => streams.open(chunksOf(3)));
    expect(() => streams.open(chunksOf(1))).toThrow(expect.objectContaining({ status: 503 }));
    first?.resume();
    await once(first as NodeJS.EventEmitter, 'close');
    second?.destroy();
    await once(second as NodeJS.EventEmitter, 'close');
    streams.open(chunksOf(1));
    streams.open(chunksOf(1));
    expect(() => streams.open(chunksOf(1))).toThrow(expect.objectContaining({ status: 503 }));
  });

  it('ends an export if its client receives nothing for 60 s', async () => {
    const stream = streams.open(chunksOf(1_000));
    await once(stream, 'readable');
    // The next chunk has been produced by now.
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(59_999);
    expect(stream.destroyed).toBe(false);
    clock.advance(1);
    expect(stream.destroyed).toBe(true);
  });
});
