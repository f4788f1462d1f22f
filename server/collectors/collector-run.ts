import type { Subscription } from 'rxjs';
import type { Clock } from '../common/time/clock.js';
import { parseDuration } from '../../wire/duration.js';
import type { Collector, Sample } from '../dashboard/contracts/collector.js';
import { addSample } from '../metrics/input/check-point.js';
import { ColumnsBuilder } from '../metrics/input/point-columns.js';
import { msToUs } from '../common/time/timestamps.js';
import { errorMessage } from '../common/errors/error-message.js';
import type { MetricsService } from '../metrics/metrics.service.js';

/** Receives the failures and the recovery of a collector. `isFirst`: the first failure of its kind since the collector last succeeded. */
export interface CollectorReporter {
  failed(message: string, isFirst: boolean, error?: unknown): void;
  recovered(): void;
}

type FailureKind = 'overrun' | 'error' | 'sample';

/** Minimum time limit of a collection, however short the collector's interval is. */
const MIN_TIMEOUT_MS = 5_000;

/** Runs one collector: at once, and then once per interval, never twice at the same time. */
export class CollectorRun {
  private readonly everyMs: number;
  private readonly reported = new Set<FailureKind>();
  private ticks: Subscription | undefined;
  private current: Promise<void> | undefined;
  private abort = new AbortController();

  /** @param collector its `every` is valid */
  constructor(
    private readonly collector: Collector,
    private readonly writer: MetricsService,
    private readonly clock: Clock,
    private readonly reporter: CollectorReporter,
  ) {
    this.everyMs = parseDuration(collector.every) as number;
  }

  start(): void {
    this.collectOnce();
    this.ticks = this.clock.every(this.everyMs, () => {
      this.collectOnce();
    });
  }

  /** Starts no further collection, aborts the running one, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.ticks?.unsubscribe();
    this.abort.abort(new Error('the server stops'));
    await this.current;
  }

  private collectOnce(): void {
    if (this.current) return;
    const abort = new AbortController();
    this.abort = abort;
    const timeoutMs = Math.max(this.everyMs, MIN_TIMEOUT_MS);
    const timeout = this.clock.after(timeoutMs, () => {
      // Reported now, because a collector that ignores its signal may never end.
      this.fail('overrun', `collecting took longer than ${timeoutMs} ms and was aborted`);
      abort.abort(new Error(`collecting took longer than ${timeoutMs} ms`));
    });
    this.current = this.run(abort.signal)
      .catch((error: unknown) => {
        // Ending because of the signal is not a failure.
        if (!abort.signal.aborted) this.fail('error', errorMessage(error), error);
      })
      .finally(() => {
        timeout.unsubscribe();
        this.current = undefined;
      });
  }

  private async run(signal: AbortSignal): Promise<void> {
    const samples: unknown = await this.collector.collect({ signal });
    signal.throwIfAborted();
    if (!Array.isArray(samples)) throw new TypeError('collect() must return a list of samples');
    const { valid, problems } = this.validate(samples);
    if (valid.length > 0) await this.writer.write(valid, 'collector');
    for (const problem of problems) this.fail('sample', problem);
    if (problems.length === 0) this.succeed();
  }

  /** A batch is written as a whole or not at all, so invalid samples are removed before. */
  private validate(samples: readonly unknown[]): { valid: Sample[]; problems: string[] } {
    const valid: Sample[] = [];
    const problems: string[] = [];
    const times = { nowUs: msToUs(this.clock.now()) };
    samples.forEach((sample, index) => {
      const errors = addSample(new ColumnsBuilder(), sample, times, `[${index}].`);
      if (errors) problems.push(`sample ${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
      else valid.push(this.withExpectedInterval(sample as Sample));
    });
    return { valid, problems };
  }

  /** The next value is expected after the collector's interval, unless the sample sets its own interval. */
  private withExpectedInterval(sample: Sample): Sample {
    return { ...sample, expectEvery: sample.expectEvery ?? this.collector.every };
  }

  private fail(kind: FailureKind, message: string, error?: unknown): void {
    this.reporter.failed(message, !this.reported.has(kind), error);
    this.reported.add(kind);
  }

  private succeed(): void {
    if (this.reported.size === 0) return;
    this.reported.clear();
    this.reporter.recovered();
  }
}
