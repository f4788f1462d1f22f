// Preloaded into every measured process (`--import`), so that Boardcast and the baselines are measured by the same code.
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { answerCalls } from './methods.mjs';

/** The interval of the timer that measures the event-loop delay. */
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
  /** Returns the CPU time (ms) of all threads since the start. */
  cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
  /** Returns the resident memory (bytes). */
  memory() {
    return process.memoryUsage.rss();
  },
  /** Returns the resident memory (bytes) after garbage collection. */
  async settledMemory() {
    for (let round = 0; round < 4; round += 1) {
      globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
      await pause(250);
    }
    return process.memoryUsage.rss();
  },
  /** Starts measuring the event-loop delay. */
  watchDelay() {
    due = performance.now() + TICK_MS;
    timer ??= setTimeout(tick, TICK_MS);
  },
  /** Stops measuring the event-loop delay. */
  unwatchDelay() {
    clearTimeout(timer);
    timer = undefined;
  },
  /** Returns the event-loop delay (ms) during the measurements. */
  delay() {
    return { p99: lateness.percentile(99) / 1e6, worst: lateness.max / 1e6, samples: lateness.count };
  },
};

if (isMainThread && process.send) {
  answerCalls(methods);
  // The channel must not keep the measured process running.
  process.channel.unref();
}
