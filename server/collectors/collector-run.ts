import type { Subscription } from 'rxjs';
import type { Clock } from '../common/time/clock.js';
import { parseDuration } from '../common/time/duration.js';
import { StartupError } from '../common/errors/startup-error.js';
import type { Collector, Sample } from '../dashboard/collector.js';
import { addSample } from '../metrics/input/check-point.js';
import { ColumnsBuilder } from '../metrics/input/point-columns.js';
import { msToUs } from '../common/time/timestamps.js';
import { errorMessage } from '../common/errors/error-message.js';
import type { MetricWriter } from '../metrics/metric-writer.js';

/** Hears of a collector's health. A failure is news the first time of its kind since the collector last worked. */
export interface CollectorReporter {
  failed(message: string, isNews: boolean, error?: unknown): void;
  recovered(): void;
}

type FailureKind = 'overrun' | 'error' | 'sample';

/** However short its interval is, a turn gets this long. */
const MIN_TURN_MS = 5_000;

/** One collector's life: a turn at once and then one per interval, never two at a time. */
export class CollectorRun {
  private readonly everyMs: number;
  private readonly reported = new Set<FailureKind>();
  private ticks: Subscription | undefined;
  private turn: Promise<void> | undefined;
  private abort = new AbortController();

  /** @throws StartupError if the collector's `every` is not a duration */
  constructor(
    private readonly collector: Collector,
    private readonly writer: MetricWriter,
    private readonly clock: Clock,
    private readonly reporter: CollectorReporter,
  ) {
    const everyMs = parseDuration(collector.every);
    if (everyMs === undefined || everyMs === 0) {
      throw new StartupError(
        `Collector '${collector.name}' has every = '${collector.every}', which is not a duration: ` +
          `use a whole number above 0 and one of ms, s, m, h, d, like '30s'.`,
      );
    }
    this.everyMs = everyMs;
  }

  start(): void {
    this.begin();
    this.ticks = this.clock.every(this.everyMs, () => {
      this.begin();
    });
  }

  /** Begins no more turns and asks the running one to end; resolves once it has. */
  async stop(): Promise<void> {
    this.ticks?.unsubscribe();
    this.abort.abort(new Error('the server stops'));
    await this.turn;
  }

  private begin(): void {
    if (this.turn) return;
    const abort = new AbortController();
    this.abort = abort;
    const limitMs = Math.max(this.everyMs, MIN_TURN_MS);
    const limit = this.clock.after(limitMs, () => {
      // Told now and not when the turn ends: one that does not listen to its signal may never end.
      this.fail('overrun', `a turn took longer than ${limitMs} ms and was given up`);
      abort.abort(new Error(`the turn took longer than ${limitMs} ms`));
    });
    this.turn = this.run(abort.signal)
      .catch((error: unknown) => {
        // Whoever ends because of the signal has not failed by that.
        if (!abort.signal.aborted) this.fail('error', errorMessage(error), error);
      })
      .finally(() => {
        limit.unsubscribe();
        this.turn = undefined;
      });
  }

  private async run(signal: AbortSignal): Promise<void> {
    const samples: unknown = await this.collector.collect({ signal });
    signal.throwIfAborted();
    if (!Array.isArray(samples)) throw new TypeError('collect() must return a list of samples');
    const { good, problems } = this.sift(samples);
    if (good.length > 0) await this.writer.write(good, 'collector');
    for (const problem of problems) this.fail('sample', problem);
    if (problems.length === 0) this.succeed();
  }

  /** A batch is written whole or not at all, so one wrong sample would cost the turn's others. */
  private sift(samples: readonly unknown[]): { good: Sample[]; problems: string[] } {
    const good: Sample[] = [];
    const problems: string[] = [];
    const times = { nowUs: msToUs(this.clock.now()) };
    samples.forEach((sample, index) => {
      const errors = addSample(new ColumnsBuilder(), sample, times, `[${index}].`);
      if (errors) problems.push(`sample ${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
      else good.push(this.withPromise(sample as Sample));
    });
    return { good, problems };
  }

  /** A collector promises the next value with its next turn, unless a sample says otherwise. */
  private withPromise(sample: Sample): Sample {
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
