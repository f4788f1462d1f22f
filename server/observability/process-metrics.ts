import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Telemetry } from '../common/telemetry.js';

const RESOLUTION_MS = 10;

/** Quantiles of the event loop's delay, as percentiles; 100 is the longest. */
const PERCENTILES = { 0.5: 50, 0.99: 99, 1: 100 } as const;

/**
 * How this process does, for `/metrics`: how late its event loop is, processor time and memory. The delay is what
 * timers were late since the last scrape, the timer's own period taken off.
 */
@Injectable()
export class ProcessMetrics implements OnModuleDestroy {
  private readonly delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor(telemetry: Telemetry) {
    this.delay.enable();
    registerDelay(telemetry, this.delay);
    registerProcessorTime(telemetry);
    telemetry.gauge('process_uptime_seconds', 'Seconds since the start', () => process.uptime());
    telemetry.gauge('process_resident_memory_bytes', 'Memory that the process holds', () => process.memoryUsage.rss());
    telemetry.gauge('process_heap_used_bytes', 'Memory that living objects need', () => process.memoryUsage().heapUsed);
  }

  onModuleDestroy(): void {
    this.delay.disable();
  }
}

function registerDelay({ registry }: Telemetry, delay: ReturnType<typeof monitorEventLoopDelay>): void {
  new Gauge({
    name: 'boardcast_event_loop_delay_seconds',
    help: 'How late the event loop was since the last scrape; quantile 1 is the worst',
    labelNames: ['quantile'],
    registers: [registry],
    collect() {
      for (const [quantile, percentile] of Object.entries(PERCENTILES)) {
        const late = delay.count === 0 ? 0 : delay.percentile(percentile) / 1e9 - RESOLUTION_MS / 1_000;
        this.set({ quantile }, Math.max(0, late));
      }
      delay.reset();
    },
  });
}

function registerProcessorTime({ registry }: Telemetry): void {
  new Counter({
    name: 'boardcast_process_cpu_seconds_total',
    help: 'Processor time used since the start',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
}
