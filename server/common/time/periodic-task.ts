import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import type { Clock } from './clock.js';
import { errorMessage } from '../errors/error-message.js';

const INTERVAL_MS = 60_000;

/** Runs a task every minute, like deleting expired data. Subclasses work in small steps, so that no write waits long. */
export abstract class PeriodicTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  private timer: Subscription | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(protected readonly clock: Clock) {}

  onApplicationBootstrap(): void {
    this.timer = this.clock.every(INTERVAL_MS, () => void this.run());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.timer?.unsubscribe();
    await this.running;
  }

  /** Runs the task now, or joins the run in progress. Errors are logged, and the next run tries again. */
  run(): Promise<void> {
    this.running ??= this.runSafely().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Whether the server is stopping. No further step may begin then. */
  protected get isStopping(): boolean {
    return this.stopped;
  }

  /** Does all the work that is due, step by step. */
  protected abstract execute(): Promise<void>;

  private async runSafely(): Promise<void> {
    try {
      await this.execute();
    } catch (error) {
      this.logger.warn(`The task failed and runs again in a minute: ${errorMessage(error)}`);
    }
  }
}
