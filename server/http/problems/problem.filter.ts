import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../common/time/clock.js';
import { Settings } from '../../config/settings.js';
import { PROBLEM_TYPE } from './problem-response.js';
import { errorFormatOf } from '../bodies/body-as.decorator.js';
import { ErrorLog } from './error-log.js';
import { problemHeaders, problemDocument } from './problem-document.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Answers the errors of all HTTP routes, including framework errors and unknown routes, with problem documents or in the error
 * format of the route's protocol.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log: ErrorLog;

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly settings: Settings,
    clock: Clock,
  ) {
    this.log = new ErrorLog(clock);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapterHost;
    const http = host.switchToHttp();
    // For an error in a middleware, the response is Node's.
    const response = http.getResponse<FastifyReply | ServerResponse>();
    const request = http.getRequest<FastifyRequest>();
    const document = problemDocument(error, this.settings.prefix);
    if (document.status >= 500 && !isClientGone(error, request)) this.log.report(error, document.status, request);
    if (httpAdapter.isHeadersSent(response)) {
      // Close the connection, so that the client does not mistake the partial response for a complete one.
      ('raw' in response ? response.raw : response).destroy();
      return;
    }
    const format = errorFormatOf(request);
    httpAdapter.setHeader(response, 'Content-Type', format ? JSON_TYPE : PROBLEM_TYPE);
    for (const [name, value] of Object.entries(problemHeaders(document.status)))
      httpAdapter.setHeader(response, name, value);
    httpAdapter.reply(
      response,
      JSON.stringify(format?.(document.status, document.detail) ?? document),
      document.status,
    );
  }
}

/** Whether sending failed because the client disconnected. */
function isClientGone(error: unknown, { socket }: FastifyRequest): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE' && socket.destroyed;
}
