import { Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../common/time/clock.js';
import { LogLimiter } from '../../common/errors/log-limiter.js';
import { Problem } from '../../common/errors/problem.js';

/** Logs the requests that failed, without their queries: one a second of each route and status. */
export class ErrorLog {
  private readonly logger: Logger;
  private readonly limiter: LogLimiter;

  /** @param name that its lines carry */
  constructor(clock: Clock, name = 'HTTP') {
    this.logger = new Logger(name);
    this.limiter = new LogLimiter(clock);
  }

  /** A `Problem` has words of its own; any other error is a bug, and logged with its stack. */
  report(
    error: unknown,
    status: number,
    request: Partial<Pick<FastifyRequest, 'method' | 'url' | 'routeOptions'>>,
  ): void {
    const { method = '', url = '', routeOptions } = request;
    const [path = ''] = url.split('?');
    const what = `${method} ${path} was answered ${status}`;
    const isKnown = error instanceof Problem;
    // What keeps one route from working keeps all of them.
    const kind = isKnown ? String(status) : `${method} ${routeOptions?.url ?? ''} ${status}`;
    this.limiter.write(
      kind,
      () => {
        if (isKnown) this.logger.warn(`${what}: ${error.detail}`);
        else this.logger.error(what, error);
      },
      (count) => {
        this.logger.warn(
          `${count} more ${isKnown ? 'requests were' : `requests of the route ${routeOptions?.url ?? path} were`} answered ${status}`,
        );
      },
    );
  }
}
