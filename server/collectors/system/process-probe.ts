import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Sample } from '../../dashboard/contracts/collector.js';

const RESOLUTION_MS = 20;
const NS_PER_MS = 1e6;

/** Measures the event loop, the memory and the CPU usage of this process. */
export class ProcessProbe {
  private readonly loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private cpu = process.cpuUsage();

  start(): void {
    this.loop.enable();
    this.cpu = process.cpuUsage();
  }

  stop(): void {
    this.loop.disable();
  }

  /** Returns the measurements since the last call, `elapsedMs` ago. */
  read(elapsedMs: number): Sample[] {
    const { rss, heapUsed, heapTotal } = process.memoryUsage();
    const memory = (part: string, value: number): Sample => ({
      key: 'system.process.memory',
      value,
      unit: 'bytes',
      tags: { part },
    });
    return [
      ...this.readLoop(),
      ...this.readCpu(elapsedMs),
      memory('rss', rss),
      memory('heap total', heapTotal),
      memory('heap used', heapUsed),
    ];
  }

  private readLoop(): Sample[] {
    if (this.loop.count === 0) return [];
    // The histogram has the times between timers, so the timer interval is subtracted.
    const delayMs = (nanoseconds: number): number => Math.max(0, nanoseconds / NS_PER_MS - RESOLUTION_MS);
    const quantiles = { p50: this.loop.percentile(50), p99: this.loop.percentile(99), max: this.loop.max };
    this.loop.reset();
    return Object.entries(quantiles).map(([quantile, nanoseconds]) => ({
      key: 'system.process.loop',
      value: delayMs(nanoseconds),
      unit: 'ms',
      tags: { quantile },
    }));
  }

  /** 100 is one core. Database threads are included. */
  private readCpu(elapsedMs: number): Sample[] {
    if (elapsedMs <= 0) return [];
    const { user, system } = process.cpuUsage(this.cpu);
    this.cpu = process.cpuUsage();
    return [{ key: 'system.process.cpu', value: (user + system) / 10 / elapsedMs, unit: 'percent' }];
  }
}
