import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE } from './problem-response.js';
import type { ErrorLog } from './error-log.js';
import { problemHeaders, problemDocument } from './problem-document.js';

type Answer = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;

/** Answers an error where no filter of Nest's is reached: in the router, and in routes that are Fastify's own. */
export function problemErrorHandler(log?: ErrorLog): Answer {
  return (error, request, reply) => {
    const document = problemDocument(error);
    if (document.status >= 500) log?.report(error, document.status, request);
    void reply
      .code(document.status)
      .headers(problemHeaders(document.status))
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(document));
  };
}
