import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import type { Clock } from './clock.js';
import { errorMessage } from '../errors/error-message.js';

const EVERY_MS = 60_000;

/** Does what is due every minute, like deleting what is too old, in steps so small that no write waits long for one. */
export abstract class PeriodicTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  private timer: Subscription | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(protected readonly clock: Clock) {}

  onApplicationBootstrap(): void {
    this.timer = this.clock.every(EVERY_MS, () => void this.run());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.timer?.unsubscribe();
    await this.running;
  }

  /** Does all that is due; joins what is under way. */
  run(): Promise<void> {
    this.running ??= this.runLoggingErrors().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Whether the server stops: no further step then. */
  protected get isStopping(): boolean {
    return this.stopped;
  }

  /** All that is due, step by step. */
  protected abstract execute(): Promise<void>;

  private async runLoggingErrors(): Promise<void> {
    try {
      await this.execute();
    } catch (error) {
      this.logger.warn(`What is due waits for the next turn: ${errorMessage(error)}`);
    }
  }
}
