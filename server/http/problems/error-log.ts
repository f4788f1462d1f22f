import { Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../common/time/clock.js';
import { LogLimiter } from '../../common/errors/log-limiter.js';
import { Problem } from '../../common/errors/problem.js';

/** Logs failed requests without their queries: at most one per second for each route and status. */
export class ErrorLog {
  private readonly logger: Logger;
  private readonly limiter: LogLimiter;

  /** @param name the logger's context */
  constructor(clock: Clock, name = 'HTTP') {
    this.logger = new Logger(name);
    this.limiter = new LogLimiter(clock);
  }

  /** Logs the message of a `Problem`. Any other error is a bug and is logged with its stack. */
  report(
    error: unknown,
    status: number,
    request: Partial<Pick<FastifyRequest, 'method' | 'url' | 'routeOptions'>>,
  ): void {
    const { method = '', url = '', routeOptions } = request;
    const [path = ''] = url.split('?');
    const summary = `${method} ${path} was answered ${status}`;
    const isKnown = error instanceof Problem;
    // A known problem usually affects all routes.
    const kind = isKnown ? String(status) : `${method} ${routeOptions?.url ?? ''} ${status}`;
    this.limiter.write(
      kind,
      () => {
        if (isKnown) this.logger.warn(`${summary}: ${error.detail}`);
        else this.logger.error(summary, error);
      },
      (count) => {
        this.logger.warn(
          `${count} more ${isKnown ? 'requests were' : `requests of the route ${routeOptions?.url ?? path} were`} answered ${status}`,
        );
      },
    );
  }
}
