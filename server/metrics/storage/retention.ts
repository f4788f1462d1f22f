import { Injectable } from '@nestjs/common';
import { firstValueFrom } from 'rxjs';
import { Clock } from '../../common/time/clock.js';
import { msToUs } from '../../common/time/timestamps.js';
import { Settings } from '../../config/settings.js';
import { Database } from '../../database/database.js';
import { RetentionClock } from '../../database/retention-clock.js';
import { applyRetention, retentionsOf, applySizeLimit, withoutFutureCutoffs } from '../history/retention-cutoffs.js';
import { NO_CUTOFFS, type RetentionCutoffs, sealedUntil } from '../history/rollup-levels.js';
import {
  LOWER_CUTOFFS,
  SET_CUTOFFS,
  READ_CUTOFFS,
  READ_USAGE,
  SEAL,
  DELETE_EXPIRED_HISTORY,
  PURGE_DELETED_SERIES,
} from '../metric-jobs.js';
import { PeriodicTask } from '../../common/time/periodic-task.js';

/** What one step does at most: a few milliseconds of the writing thread. */
const SEAL_STEP = { maxPoints: 1_000, maxWindows: 3, maxSeries: 200 } as const;
const DELETE_STEP = { maxPoints: 2_000, maxRows: 200, maxSeries: 200 } as const;

/** So long it waits between two steps while there are writes: it takes a fifth of the writing thread at most. */
const PAUSE_MS = 20;

const DAY_MS = 86_400_000;

/**
 * Keeps the history, every minute, in small steps between the writes: seals points that came some time ago into chunks
 * and rollups, then deletes what is older than its level is kept, or what is beyond MAX_DATA_SIZE. No viewer is told: it
 * is no change.
 */
@Injectable()
export class Retention extends PeriodicTask {
  /** What was swept last, so that nothing is looked for in vain. */
  private appliedCutoffs: string | undefined;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly retentionClock: RetentionClock,
    clock: Clock,
  ) {
    super(clock);
  }

  override onApplicationBootstrap(): void {
    super.onApplicationBootstrap();
    const [raw, ...levels] = retentionsOf(this.settings).map(retentionText);
    this.logger.log(
      `Points are kept ${raw}; by minutes ${levels[0]}, by ten minutes ${levels[1]}, by hours ${levels[2]}.`,
    );
  }

  protected override async execute(): Promise<void> {
    const now = await this.retentionClock.now();
    await this.seal(msToUs(now));
    // Rollups are made of raw points, so none may go before all that was due is sealed.
    if (this.isStopping) return;
    const sealed = sealedUntil(msToUs(now));
    const kept = applyRetention(await this.readCutoffs(now, sealed), this.settings, now, sealed);
    await this.deleteExpired(kept);
    await this.purgeDeletedSeries();
    await this.enforceSizeLimit(kept, sealed);
  }

  private async seal(now: number): Promise<void> {
    let after: number | undefined = 0;
    while (after !== undefined && !this.isStopping) {
      await this.yieldToWrites();
      ({ after } = await this.database.write(SEAL, { now, after, ...SEAL_STEP }, { freesSpace: true }));
    }
  }

  private async readCutoffs(now: number, sealed: number): Promise<RetentionCutoffs> {
    const kept = await this.database.read(READ_CUTOFFS, undefined);
    const earlier = withoutFutureCutoffs(
      kept,
      applyRetention(NO_CUTOFFS, this.settings, now, sealed),
      this.clock.now(),
    );
    if (!earlier) return kept;
    this.logger.warn(
      'The clock was ahead when history was last deleted. Data received since then is shown in full again.',
    );
    await this.database.write(LOWER_CUTOFFS, earlier);
    return earlier;
  }

  private async deleteExpired(kept: RetentionCutoffs): Promise<void> {
    const wanted = JSON.stringify(kept);
    if (wanted === this.appliedCutoffs) return;
    await this.database.write(SET_CUTOFFS, kept, { freesSpace: true });
    let after: number | undefined = 0;
    while (after !== undefined && !this.isStopping) {
      await this.yieldToWrites();
      ({ after } = await this.database.write(DELETE_EXPIRED_HISTORY, { after, ...DELETE_STEP }, { freesSpace: true }));
    }
    if (after === undefined) this.appliedCutoffs = wanted;
  }

  private async purgeDeletedSeries(): Promise<void> {
    let done = false;
    while (!done && !this.isStopping) {
      await this.yieldToWrites();
      ({ done } = await this.database.write(PURGE_DELETED_SERIES, DELETE_STEP, { freesSpace: true }));
    }
  }

  /** Writers come first: under load the history waits, and catches up after it. */
  private async yieldToWrites(): Promise<void> {
    if (this.database.queuedWrites > 0) await firstValueFrom(this.clock.wait(PAUSE_MS));
  }

  private async enforceSizeLimit(kept: RetentionCutoffs, sealed: number): Promise<void> {
    const { maxDataBytes } = this.settings;
    for (let left: RetentionCutoffs | undefined = kept; maxDataBytes > 0 && !this.isStopping;) {
      const { bytes, oldest } = await this.database.read(READ_USAGE, undefined);
      if (bytes <= maxDataBytes) return;
      left = applySizeLimit(left, oldest, sealed);
      if (!left) {
        this.logger.warn('The data outgrew MAX_DATA_SIZE, and there is no more history that could go: raise it.');
        return;
      }
      await this.deleteExpired(left);
    }
  }
}

function retentionText(ms: number): string {
  if (ms === Infinity) return 'for ever';
  return ms % DAY_MS === 0 ? `${ms / DAY_MS} d` : `${Math.round(ms / 60_000)} min`;
}
