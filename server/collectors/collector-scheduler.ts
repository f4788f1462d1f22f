import { Injectable, Logger } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { firstValueFrom, merge } from 'rxjs';
import { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';
import { Telemetry } from '../common/telemetry.js';
import type { CollectorRunner } from '../dashboard/contracts/collector-runner.js';
import type { Collector } from '../dashboard/contracts/collector.js';
import { MetricsService } from '../metrics/metrics.service.js';
import { CollectorRun } from './collector-run.js';

/** How long running collections have to end during shutdown. */
const STOP_GRACE_MS = 1_000;

/** Runs the collectors that modules registered, each on its schedule. */
@Injectable()
export class CollectorScheduler implements CollectorRunner {
  private readonly logger = new Logger('Collectors');
  private readonly failures: Counter<'collector'>;
  private readonly runs = new Map<Collector, CollectorRun>();

  constructor(
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

  start(collectors: readonly Collector[]): void {
    for (const collector of collectors) {
      const run = this.runOf(collector);
      this.runs.set(collector, run);
      run.start();
    }
  }

  async stop(collectors: readonly Collector[]): Promise<void> {
    const ended = Promise.all(collectors.map(async (collector) => this.runs.get(collector)?.stop()));
    if (collectors.length > 0) await firstValueFrom(merge(ended, this.clock.wait(STOP_GRACE_MS)));
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
