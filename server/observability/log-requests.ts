import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { LogLevel } from '../config/settings.js';

/** Logs one line for each request, without query, headers and body. Only at the level `debug`, because it slows requests down. */
export function logRequests(fastify: FastifyInstance, level: LogLevel): void {
  if (level !== 'debug' && level !== 'trace') return;
  const logger = new Logger('HTTP');
  // The hook `onResponse` would also run for requests that the application answers itself.
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      const [path = ''] = request.url.split('?');
      logger.debug(`${request.method} ${path} ${reply.statusCode} in ${reply.elapsedTime.toFixed(1)} ms`);
    });
    done();
  });
}
