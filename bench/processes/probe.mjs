// Preloaded into every measured process (`--import`), Boardcast and baselines alike, so that the same code looks at all.
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { answerCalls } from './methods.mjs';

/** How often the event loop is asked for the time. */
const TICK_MS = 1;

const lateness = createHistogram();
let timer;
let due;

function tick() {
  const now = performance.now();
  lateness.record(Math.max(1, Math.round((now - due) * 1e6)));
  due = now + TICK_MS;
  timer = setTimeout(tick, TICK_MS);
}

const methods = {
  /** Processor time (ms) of all threads since the start. */
  cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
  /** Memory (bytes) that the process holds now. */
  memory() {
    return process.memoryUsage.rss();
  },
  /** Memory (bytes) that the process still holds after garbage collection. */
  async settledMemory() {
    for (let round = 0; round < 4; round += 1) {
      globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
      await pause(250);
    }
    return process.memoryUsage.rss();
  },
  /** From now on the loop's delay counts. */
  watchDelay() {
    due = performance.now() + TICK_MS;
    timer ??= setTimeout(tick, TICK_MS);
  },
  unwatchDelay() {
    clearTimeout(timer);
    timer = undefined;
  },
  /** How late (ms) timers were while the delay was watched. */
  delay() {
    return { p99: lateness.percentile(99) / 1e6, worst: lateness.max / 1e6, samples: lateness.count };
  },
};

if (isMainThread && process.send) {
  answerCalls(methods);
  // What is measured must end as it would without being looked at.
  process.channel.unref();
}
