import { Injectable } from '@nestjs/common';
import { firstValueFrom } from 'rxjs';
import { DAY_MS } from '../../wire/duration.js';
import { Clock } from '../common/time/clock.js';
import { msToUs } from '../common/time/timestamps.js';
import { Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { RetentionClock } from '../database/retention-clock.js';
import {
  applyRetention,
  effectiveRetentionsMs,
  applySizeLimit,
  withoutFutureCutoffs,
} from './history/retention-cutoffs.js';
import { NO_CUTOFFS, type RetentionCutoffs, sealedUntilUs } from './history/rollup-levels.js';
import {
  LOWER_CUTOFFS,
  SET_CUTOFFS,
  READ_CUTOFFS,
  READ_USAGE,
  SEAL_POINTS,
  DELETE_EXPIRED_HISTORY,
  PURGE_DELETED_SERIES,
} from './metric-jobs.js';
import { PeriodicTask } from '../common/time/periodic-task.js';

/** Limits of one step, so that it takes a few milliseconds of the writer thread. */
const SEAL_STEP = { maxPoints: 1_000, maxWindows: 3, maxSeries: 200 } as const;
const DELETE_STEP = { maxPoints: 2_000, maxRows: 200, maxSeries: 200 } as const;

/** How long it waits between two steps while writes are queued, so that it takes at most a fifth of the writer thread. */
const PAUSE_MS = 20;

/**
 * Maintains the history every minute, in small steps between writes. It seals older points into chunks and rollups. Then it
 * deletes data that is older than the retention of its level, and data beyond MAX_DATA_SIZE. Clients are not notified,
 * because shown data does not change.
 */
@Injectable()
export class HistoryMaintenance extends PeriodicTask {
  /** The cutoffs, as JSON, whose expired data is already deleted. */
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
    const [raw, ...levels] = effectiveRetentionsMs(this.settings).map(retentionText);
    this.logger.log(
      `Retention: raw points ${raw}, 1 min rollups ${levels[0]}, 10 min rollups ${levels[1]}, 1 h rollups ${levels[2]}.`,
    );
  }

  protected override async execute(): Promise<void> {
    const nowMs = await this.retentionClock.now();
    await this.seal(msToUs(nowMs));
    // Rollups are computed from raw points, so no raw point may be deleted before all points that are due are sealed.
    if (this.isStopping) return;
    const sealedUs = sealedUntilUs(msToUs(nowMs));
    const cutoffs = applyRetention(await this.readCutoffs(nowMs, sealedUs), this.settings, nowMs, sealedUs);
    await this.deleteExpired(cutoffs);
    await this.purgeDeletedSeries();
    await this.enforceSizeLimit(cutoffs, sealedUs);
  }

  private async seal(nowUs: number): Promise<void> {
    let after: number | undefined = 0;
    while (after !== undefined && !this.isStopping) {
      await this.yieldToWrites();
      ({ after } = await this.database.write(SEAL_POINTS, { nowUs, after, ...SEAL_STEP }, { freesSpace: true }));
    }
  }

  private async readCutoffs(nowMs: number, sealedUs: number): Promise<RetentionCutoffs> {
    const cutoffs = await this.database.read(READ_CUTOFFS, undefined);
    const earlier = withoutFutureCutoffs(
      cutoffs,
      applyRetention(NO_CUTOFFS, this.settings, nowMs, sealedUs),
      this.clock.now(),
    );
    if (!earlier) return cutoffs;
    this.logger.warn(
      'The clock was ahead when history was last deleted. History received since then is visible again.',
    );
    await this.database.write(LOWER_CUTOFFS, earlier);
    return earlier;
  }

  private async deleteExpired(cutoffs: RetentionCutoffs): Promise<void> {
    const json = JSON.stringify(cutoffs);
    if (json === this.appliedCutoffs) return;
    await this.database.write(SET_CUTOFFS, cutoffs, { freesSpace: true });
    let after: number | undefined = 0;
    while (after !== undefined && !this.isStopping) {
      await this.yieldToWrites();
      ({ after } = await this.database.write(DELETE_EXPIRED_HISTORY, { after, ...DELETE_STEP }, { freesSpace: true }));
    }
    if (after === undefined) this.appliedCutoffs = json;
  }

  private async purgeDeletedSeries(): Promise<void> {
    let done = false;
    while (!done && !this.isStopping) {
      await this.yieldToWrites();
      ({ done } = await this.database.write(PURGE_DELETED_SERIES, DELETE_STEP, { freesSpace: true }));
    }
  }

  /** Lets queued writes go first. Under load, maintenance is delayed and catches up later. */
  private async yieldToWrites(): Promise<void> {
    if (this.database.queuedWrites > 0) await firstValueFrom(this.clock.wait(PAUSE_MS));
  }

  private async enforceSizeLimit(cutoffs: RetentionCutoffs, sealedUs: number): Promise<void> {
    const { maxDataBytes } = this.settings;
    for (let next: RetentionCutoffs | undefined = cutoffs; maxDataBytes > 0 && !this.isStopping;) {
      const { bytes, oldestUs } = await this.database.read(READ_USAGE, undefined);
      if (bytes <= maxDataBytes) return;
      next = applySizeLimit(next, oldestUs, sealedUs);
      if (!next) {
        this.logger.warn('The data exceeds MAX_DATA_SIZE, and no history is left to delete. Increase MAX_DATA_SIZE.');
        return;
      }
      await this.deleteExpired(next);
    }
  }
}

function retentionText(ms: number): string {
  if (ms === Infinity) return 'unlimited';
  return ms % DAY_MS === 0 ? `${ms / DAY_MS} d` : `${Math.round(ms / 60_000)} min`;
}
