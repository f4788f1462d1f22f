import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { firstValueFrom, merge } from 'rxjs';
import { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';
import { Telemetry } from '../common/telemetry.js';
import type { Collector } from '../dashboard/collector.js';
import { FeatureRegistry } from '../dashboard/feature-registry.js';
import { MetricWriter } from '../metrics/metric-writer.js';
import { CollectorRun } from './collector-run.js';

/** At the stop, running turns get this long to end by themselves. */
const STOP_GRACE_MS = 1_000;

/** Runs every collector that a module contributed, from the start of the application to its end. */
@Injectable()
export class CollectorScheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Collectors');
  private readonly failures: Counter<'collector'>;
  private runs: readonly CollectorRun[] = [];

  constructor(
    private readonly registry: FeatureRegistry,
    private readonly writer: MetricWriter,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    this.failures = telemetry.counter('collector_failures_total', 'Turns or samples of a collector that failed', [
      'collector',
    ]);
  }

  onApplicationBootstrap(): void {
    // All are checked before the first one runs.
    this.runs = [...this.registry.collectors.values()].map((collector) => this.runOf(collector));
    for (const run of this.runs) run.start();
  }

  /** The earliest hook of the stop: the database is still open, so that a turn that is about to end can be written. */
  async onModuleDestroy(): Promise<void> {
    const ended = Promise.all(this.runs.map((run) => run.stop()));
    await firstValueFrom(merge(ended, this.clock.wait(STOP_GRACE_MS)));
  }

  private runOf(collector: Collector): CollectorRun {
    return new CollectorRun(collector, this.writer, this.clock, {
      failed: (message, isNews, error) => {
        this.failures.inc({ collector: collector.name });
        if (!isNews) return;
        // A Problem already says what to do; a stack trace would add nothing.
        if (error instanceof Problem) {
          this.logger.warn(`Collector '${collector.name}' failed: ${message}`);
          return;
        }
        const stack = error instanceof Error ? error.stack : undefined;
        this.logger.error(`Collector '${collector.name}' failed: ${message}`, stack);
      },
      recovered: () => {
        this.logger.log(`Collector '${collector.name}' works again.`);
      },
    });
  }
}
