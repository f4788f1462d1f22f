import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import { ManualClock } from '../../../test/support/server/manual-clock.js';
import { testSettings } from '../../../test/support/server/test-settings.js';
import type { WebhookRecords } from './mapping/map-webhook.js';
import { MappingThread } from './mapping-thread.js';

// Some of these specs cause failures, which are logged.
Logger.overrideLogger(false);

const TIMEOUT_MS = 2_000;

const QUICK = { rules: [{ event: { title: 'Order {{ body.id }}' } }] };

/** Searches a long list for each of many items, which would take hours. */
const SLOW = { rules: [{ each: 'body.items', when: 'body.list[?@ == `2`]', event: { title: 'x' } }] };
const SLOW_BODY = { items: new Array(1_000).fill(1), list: new Array(500_000).fill(1) };

/** Exits like a worker that reaches its memory limit. Really reaching it could end the process of the tests. */
const OUT_OF_MEMORY = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', () => {
    throw Object.assign(new Error('JS heap out of memory'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
  });
  parentPort.postMessage('ready');`;

/** A thread whose first worker runs out of memory at its first request. */
class OutOfMemoryThread extends MappingThread {
  private started = 0;

  protected override createWorker(): Worker {
    this.started += 1;
    return this.started > 1 ? super.createWorker() : new Worker(OUT_OF_MEMORY, { eval: true, execArgv: [] });
  }
}

/** Counts the workers that have exited. */
class ExitCountingThread extends MappingThread {
  ended = 0;

  protected override createWorker(): Worker {
    return super.createWorker().once('exit', () => (this.ended += 1));
  }
}

let clock: ManualClock;
let thread: MappingThread;
beforeEach(() => {
  clock = new ManualClock();
  thread = new MappingThread(testSettings({ webhookTimeoutMs: TIMEOUT_MS }), clock);
});
afterEach(() => thread.onApplicationShutdown());

function run(name: string, mapping: object, body: unknown, signal?: AbortSignal): Promise<WebhookRecords> {
  const bytes = Uint8Array.from(Buffer.from(JSON.stringify(body)));
  const nowUs = clock.now() * 1_000;
  return thread.run({ name, body: bytes, type: '', headers: {}, mapping: JSON.stringify(mapping), nowUs }, signal);
}

/** Waits until the thread starts a request, which starts its timeout. */
async function untilStarted(): Promise<void> {
  while (clock.pendingTimers === 0) await clock.nextTimer();
}

const titles = ({ events }: WebhookRecords): string[] => events.map(({ event }) => event.title);

describe('MappingThread', () => {
  it('answers requests in order', async () => {
    const answers = await Promise.all([1, 2, 3].map((id) => run('shop', QUICK, { id })));
    expect(answers.flatMap(titles)).toEqual(['Order 1', 'Order 2', 'Order 3']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('reports the error of a request, and answers the next one', async () => {
    await expect(run('shop', { rules: [{ event: { title: '{{ body.no }}' } }] }, {})).rejects.toMatchObject({
      status: 422,
      errors: [{ path: 'rules[0]' }],
    });
    expect(titles(await run('shop', QUICK, { id: 4 }))).toEqual(['Order 4']);
  });

  it('stops a mapping that takes too long, and answers the others with a new thread', async () => {
    const slow = run('slow', SLOW, SLOW_BODY);
    const quick = run('shop', QUICK, { id: 5 });
    await untilStarted();
    clock.advance(TIMEOUT_MS);
    await expect(slow).rejects.toMatchObject({
      status: 422,
      detail: expect.stringMatching(/^The mapping took longer than 2 s, and nothing was stored\./),
    });
    expect(titles(await quick)).toEqual(['Order 5']);
  });

  it('cancels a waiting or running request whose client disconnected', async () => {
    const [running, waiting] = [new AbortController(), new AbortController()];
    const slow = run('slow', SLOW, SLOW_BODY, running.signal);
    const dropped = run('slow', SLOW, SLOW_BODY, waiting.signal);
    const quick = run('shop', QUICK, { id: 6 });
    await untilStarted();
    waiting.abort();
    running.abort();
    await expect(slow).rejects.toMatchObject({ status: 408 });
    await expect(dropped).rejects.toMatchObject({ status: 408 });
    expect(titles(await quick)).toEqual(['Order 6']);
    const gone = new AbortController();
    gone.abort();
    await expect(run('shop', QUICK, { id: 7 }, gone.signal)).rejects.toMatchObject({ status: 408 });
    expect(clock.pendingTimers).toBe(0);
  });

  it('reports a mapping that needs too much memory, and continues', async () => {
    await thread.onApplicationShutdown();
    thread = new OutOfMemoryThread(testSettings(), clock);
    await expect(run('wide', QUICK, { id: 7 })).rejects.toMatchObject({
      status: 422,
      detail: expect.stringMatching(/too much memory, and nothing was stored/),
    });
    expect(titles(await run('shop', QUICK, { id: 8 }))).toEqual(['Order 8']);
  });

  it('rejects requests while the queue is full', async () => {
    const stop = new AbortController();
    const all = Array.from({ length: 80 }, () => run('busy', SLOW, { items: [], list: [] }, stop.signal));
    const settled = Promise.allSettled(all);
    stop.abort();
    const rejected = (await settled).map(
      (each) => each.status === 'rejected' && (each.reason as { status: number }).status,
    );
    expect(rejected.filter((status) => status === 503)).toHaveLength(15);
    expect(rejected.filter((status) => status === 408)).toHaveLength(65);
  });

  it('waits at shutdown for a worker that a canceled request terminated', async () => {
    const watched = new ExitCountingThread(testSettings({ webhookTimeoutMs: TIMEOUT_MS }), clock);
    thread = watched;
    const client = new AbortController();
    const slow = run('slow', SLOW, SLOW_BODY, client.signal);
    await untilStarted();
    client.abort();
    await expect(slow).rejects.toMatchObject({ status: 408 });
    await watched.onApplicationShutdown();
    expect(watched.ended).toBe(1);
  });

  it('rejects requests once the server stops', async () => {
    const slow = run('slow', SLOW, SLOW_BODY);
    const waiting = run('shop', QUICK, { id: 9 });
    const stopped = thread.onApplicationShutdown();
    await expect(slow).rejects.toMatchObject({ status: 503 });
    await expect(waiting).rejects.toMatchObject({ status: 503 });
    await stopped;
    await expect(run('shop', QUICK, { id: 10 })).rejects.toMatchObject({ status: 503 });
  });
});
