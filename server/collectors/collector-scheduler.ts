import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { firstValueFrom, merge } from 'rxjs';
import { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';
import { Telemetry } from '../common/telemetry.js';
import type { Collector } from '../dashboard/contracts/collector.js';
import { FeatureRegistry } from '../dashboard/feature-registry.js';
import { MetricsService } from '../metrics/metrics.service.js';
import { CollectorRun } from './collector-run.js';

/** How long running collections have to end during shutdown. */
const STOP_GRACE_MS = 1_000;

/** Runs all collectors that modules registered, from the start of the application to its shutdown. */
@Injectable()
export class CollectorScheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Collectors');
  private readonly failures: Counter<'collector'>;
  private runs: readonly CollectorRun[] = [];

  constructor(
    private readonly registry: FeatureRegistry,
    private readonly writer: MetricsService,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    this.failures = telemetry.counter(
      'collector_failures_total',
      'Failed collections and invalid samples of a collector',
      ['collector'],
    );
  }

  onApplicationBootstrap(): void {
    this.runs = [...this.registry.collectors.values()].map((collector) => this.runOf(collector));
    for (const run of this.runs) run.start();
  }

  /** Runs in the first hook of the shutdown, so that the results of ending collections can still be written. */
  async onModuleDestroy(): Promise<void> {
    const ended = Promise.all(this.runs.map((run) => run.stop()));
    await firstValueFrom(merge(ended, this.clock.wait(STOP_GRACE_MS)));
  }

  private runOf(collector: Collector): CollectorRun {
    return new CollectorRun(collector, this.writer, this.clock, {
      failed: (message, isFirst, error) => {
        this.failures.inc({ collector: collector.name });
        if (!isFirst) return;
        // A Problem says what to do, so a stack trace would add nothing.
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
