import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { LogLevel } from '../config/settings.js';

/** One line a request, without query, headers or body; only where it was asked for, since the hot path pays for it. */
export function logRequests(fastify: FastifyInstance, level: LogLevel): void {
  if (level !== 'debug' && level !== 'trace') return;
  const logger = new Logger('HTTP');
  fastify.addHook('onResponse', (request, reply, done) => {
    const [path = ''] = request.url.split('?');
    logger.debug(`${request.method} ${path} ${reply.statusCode} in ${reply.elapsedTime.toFixed(1)} ms`);
    done();
  });
}
