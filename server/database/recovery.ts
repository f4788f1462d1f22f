import { Logger } from '@nestjs/common';

const EVERY_MS = 1_000;

/** Asks a database that was lost, again and again, until it answers: a server that nobody asks would never know. */
export class Recovery {
  private readonly logger = new Logger('Database');
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;
  private isStopped = false;

  /** @param ping rejects while there is no answer. */
  constructor(private readonly ping: () => Promise<unknown>) {}

  /** Does nothing if it is under way. */
  start(): void {
    if (this.isRunning || this.isStopped) return;
    this.isRunning = true;
    this.logger.error('The database cannot be reached. It is asked every second until it answers.');
    this.wait();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private wait(): void {
    this.timer = setTimeout(() => void this.attempt(), EVERY_MS).unref();
  }

  private async attempt(): Promise<void> {
    const answers = await this.ping().then(
      () => true,
      () => false,
    );
    if (this.isStopped) return;
    if (!answers) {
      this.wait();
      return;
    }
    this.isRunning = false;
    this.logger.log('The database answers again.');
  }
}
