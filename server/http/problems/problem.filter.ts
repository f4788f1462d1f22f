import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../common/time/clock.js';
import { PROBLEM_TYPE } from './problem-response.js';
import { errorFormatOf } from '../bodies/request-bodies.js';
import { ErrorLog } from './error-log.js';
import { problemHeaders, problemDocument } from './problem-document.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Answers every error of every HTTP route, the framework's own and unknown addresses included, as problem documents, or in
 * the form that the route's own protocol has.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log: ErrorLog;

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    clock: Clock,
  ) {
    this.log = new ErrorLog(clock);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapterHost;
    const http = host.switchToHttp();
    // A middleware's error comes with Node's own response.
    const response = http.getResponse<FastifyReply | ServerResponse>();
    const request = http.getRequest<FastifyRequest>();
    const document = problemDocument(error);
    if (document.status >= 500 && !isClientGone(error, request)) this.log.report(error, document.status, request);
    if (httpAdapter.isHeadersSent(response)) {
      // Cut off, so that nobody takes the half that was sent for the whole.
      ('raw' in response ? response.raw : response).destroy();
      return;
    }
    const form = errorFormatOf(request);
    httpAdapter.setHeader(response, 'Content-Type', form ? JSON_TYPE : PROBLEM_TYPE);
    for (const [name, value] of Object.entries(problemHeaders(document.status)))
      httpAdapter.setHeader(response, name, value);
    httpAdapter.reply(response, JSON.stringify(form?.(document.status, document.detail) ?? document), document.status);
  }
}

/** Whether sending failed because the client disconnected. */
function isClientGone(error: unknown, { socket }: FastifyRequest): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE' && socket.destroyed;
}
