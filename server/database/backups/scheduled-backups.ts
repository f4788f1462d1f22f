import { errorMessage } from '../../common/errors/error-message.js';
import type { Clock } from '../../common/time/clock.js';
import { PeriodicTask } from '../../common/time/periodic-task.js';
import type { Settings } from '../../config/settings.js';
import type { DatabaseHealth } from '../database-health.js';
import { runBackupProcess } from './run-backup-process.js';
import { ScheduledCopies } from './scheduled-copies.js';

/** How long to wait after a failed backup. Copying a large database each minute would load the disk all the time. */
const RETRY_MS = 10 * 60_000;

/** Copies a database to a file that does not exist, until it is done or the signal is aborted. */
type CopyDatabase = (dataDir: string, target: string, signal: AbortSignal) => Promise<void>;

/**
 * Copies the SQLite database to `DATA_DIR/backups` when the newest of these copies is old enough, also if the server was restarted
 * meanwhile, and deletes the oldest ones. A failure is logged and reported by `/health/ready`, and tried again.
 */
export class ScheduledBackups extends PeriodicTask {
  private readonly copies: ScheduledCopies;
  private readonly stop = new AbortController();
  private nextAttemptAt = -Infinity;

  constructor(
    clock: Clock,
    private readonly settings: Pick<Settings, 'dataDir' | 'backupEveryMs' | 'backupKeep'>,
    private readonly health: DatabaseHealth,
    private readonly copy: CopyDatabase = runBackupProcess,
  ) {
    super(clock);
    this.copies = new ScheduledCopies(settings.dataDir);
  }

  override onApplicationBootstrap(): void {
    if (this.settings.backupEveryMs === 0) return;
    super.onApplicationBootstrap();
    void this.run();
  }

  /** Ends a running backup, because it may take longer than the server may take to stop. The next start makes it. */
  override async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await super.beforeApplicationShutdown();
  }

  protected async execute(): Promise<void> {
    const now = this.clock.now();
    // After the clock was set back, the time of the next attempt may be far in the future.
    if (now < this.nextAttemptAt && this.nextAttemptAt - now <= RETRY_MS) return;
    try {
      if (this.copies.ageOfNewest(now) >= this.settings.backupEveryMs) await this.backUp(now);
      this.health.failedBackupAt = undefined;
    } catch (error) {
      if (this.isStopping) return;
      this.nextAttemptAt = now + RETRY_MS;
      this.health.failedBackupAt = now;
      this.logger.error(`The backup failed, and is tried again in 10 minutes: ${errorMessage(error)}`);
    }
  }

  private async backUp(now: number): Promise<void> {
    const { dataDir, backupKeep } = this.settings;
    const target = this.copies.pathAt(now);
    this.copies.deleteParts();
    try {
      await this.copy(dataDir, target, this.stop.signal);
    } finally {
      this.copies.deleteParts();
    }
    this.logger.log(`The database was backed up to ${target}.`);
    this.copies.deleteExcept(backupKeep, now);
  }
}
