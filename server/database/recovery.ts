import { Logger } from '@nestjs/common';

const INTERVAL_MS = 1_000;

/** Pings a database that cannot be reached until it answers, so that the server recovers without any requests. */
export class Recovery {
  private readonly logger = new Logger('Database');
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;
  private isStopped = false;

  /** @param ping rejects while the database does not answer */
  constructor(private readonly ping: () => Promise<unknown>) {}

  /** Starts pinging, unless it is running already. */
  start(): void {
    if (this.isRunning || this.isStopped) return;
    this.isRunning = true;
    this.logger.error('The database cannot be reached. Trying again every second.');
    this.wait();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private wait(): void {
    this.timer = setTimeout(() => void this.attempt(), INTERVAL_MS).unref();
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
