import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../base/problem.js';
import { PROBLEM_TYPE } from '../base/problem-answer.js';
import { errorFormOf } from '../base/request-bodies.js';
import { NOT_TO_BE_KEPT, problemDocument } from './problem-document.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** What is answered 503 is over soon: seconds after which clients may ask again. */
const RETRY_AFTER_S = '1';

/**
 * Answers every error of every HTTP route, the framework's own and unknown addresses included, as problem documents, or in
 * the form that the route's own protocol has.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('HTTP');

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapterHost;
    const http = host.switchToHttp();
    // A middleware's error comes with Node's own response.
    const response = http.getResponse<FastifyReply | ServerResponse>();
    const request = http.getRequest<FastifyRequest>();
    const document = problemDocument(error);
    if (document.status >= 500) this.report(error, document.status, request);
    if (httpAdapter.isHeadersSent(response)) {
      // Cut off, so that nobody takes the half that was sent for the whole.
      ('raw' in response ? response.raw : response).destroy();
      return;
    }
    const form = errorFormOf(request);
    const answer = (): void => {
      httpAdapter.setHeader(response, 'Content-Type', form ? JSON_TYPE : PROBLEM_TYPE);
      httpAdapter.setHeader(response, 'Cache-Control', NOT_TO_BE_KEPT);
      if (document.status === 503) httpAdapter.setHeader(response, 'Retry-After', RETRY_AFTER_S);
      httpAdapter.reply(
        response,
        JSON.stringify(form?.(document.status, document.detail) ?? document),
        document.status,
      );
    };
    if ('raw' in response) afterBody(response, answer);
    else answer();
  }

  private report(error: unknown, status: number, request: FastifyRequest): void {
    const what = `${request.method} ${request.url.split('?')[0] ?? ''} was answered ${status}`;
    if (error instanceof Problem) this.logger.warn(`${what}: ${error.detail}`);
    else this.logger.error(what, error);
  }
}

/**
 * Fastify closes the connection where it refuses a body unread, and a client that is still sending loses the answer with
 * it (EPIPE). So the rest is read and thrown away, before the answer where the client itself wants to close; the server's
 * `requestTimeout` bounds it.
 */
function afterBody(reply: FastifyReply, answer: () => void): void {
  const { raw } = reply.request;
  if (!raw.complete) {
    reply.removeHeader('connection');
    raw.resume();
  }
  if (raw.complete || reply.raw.shouldKeepAlive) answer();
  else raw.once('close', answer);
}
