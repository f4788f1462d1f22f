import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE } from '../base/problem-answer.js';
import { NOT_TO_BE_KEPT, problemDocument } from './problem-document.js';

/** Answers an error where no filter of Nest's is reached: in the router, and in routes that are Fastify's own. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const document = problemDocument(error);
  if (document.status >= 500) new Logger('HTTP').error(`${request.method} ${request.url} failed`, error);
  void reply
    .code(document.status)
    .header('Content-Type', PROBLEM_TYPE)
    .header('Cache-Control', NOT_TO_BE_KEPT)
    .send(JSON.stringify(document));
}
