import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE } from './problem-response.js';
import type { ErrorLog } from './error-log.js';
import { problemHeaders, problemDocument } from './problem-document.js';

type ErrorHandler = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;

/**
 * Creates an error handler for errors that no Nest filter sees: those of the router and of routes registered with Fastify.
 * @param prefix the path below which clients reach the server; empty for `/`
 */
export function problemErrorHandler(log?: ErrorLog, prefix?: string): ErrorHandler {
  return (error, request, reply) => {
    const document = problemDocument(error, prefix);
    if (document.status >= 500) log?.report(error, document.status, request);
    void reply
      .code(document.status)
      .headers(problemHeaders(document.status))
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(document));
  };
}
