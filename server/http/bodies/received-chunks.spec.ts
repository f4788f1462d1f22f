import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import { receivedChunks } from './received-chunks.js';

const silent = (): Readable => new Readable({ read: () => undefined });

describe('receivedChunks', () => {
  it('answers 408 if nothing arrives for the idle time, however long the body took before', async () => {
    const clock = new ManualClock();
    const body = silent();
    const chunks = receivedChunks(body.iterator({ destroyOnReturn: false }), 60_000, clock);
    for (let minute = 0; minute < 10; minute += 1) {
      const next = chunks.next();
      clock.advance(59_000);
      body.push('x');
      expect((await next).value).toEqual(Buffer.from('x'));
    }
    const last = chunks.next();
    const failure = expect(last).rejects.toMatchObject({ status: 408, detail: expect.stringContaining('60 s') });
    await settle();
    clock.advance(60_000);
    await failure;
    // The connection is closed afterwards, and nothing waits for another chunk.
    body.destroy(new Error('aborted'));
    await settle();
  });

  it('does not count the time that the reader takes', async () => {
    const clock = new ManualClock();
    const chunks = receivedChunks(Readable.from([Buffer.from('a'), Buffer.from('b')]), 1_000, clock);
    await chunks.next();
    clock.advance(1_000_000);
    expect((await chunks.next()).value).toEqual(Buffer.from('b'));
    expect((await chunks.next()).done).toBe(true);
  });

  it('answers 400 if the client disconnects', async () => {
    const body = silent();
    const next = receivedChunks(body.iterator({ destroyOnReturn: false }), 1_000, new ManualClock()).next();
    body.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    await expect(next).rejects.toMatchObject({ status: 400 });
  });

  it('does not consume the rest of the body if the reader stops early', async () => {
    const body = silent();
    body.push('a');
    for await (const chunk of receivedChunks(body.iterator({ destroyOnReturn: false }), 1_000, new ManualClock())) {
      expect(chunk).toEqual(Buffer.from('a'));
      break;
    }
    expect(body.destroyed).toBe(false);
  });
});
