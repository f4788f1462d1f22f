import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../common/time/clock.js';
import { ErrorLog } from '../../http/problems/error-log.js';
import { Problem } from '../../common/errors/problem.js';
import { sentContentType } from '../../http/bodies/sent-content-type.decorator.js';
import { JSON_TYPE, PROTOBUF, encodeStatus } from './otlp-responses.js';

/** The disk is full. Clients get 503 instead, because OTLP retries only after 429, 502, 503 and 504. */
const DISK_FULL = 507;

/** `Retry-After` in seconds, by status. */
const RETRY_AFTER: Readonly<Record<number, number>> = { 429: 30, 503: 5, 507: 30 };

/** Sends errors of the OTLP routes as a `google.rpc.Status` in the encoding of the request. */
@Catch()
export class OtlpFilter implements ExceptionFilter {
  private readonly log: ErrorLog;

  constructor(clock: Clock) {
    this.log = new ErrorLog(clock, 'OTLP');
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const status = error instanceof HttpException ? error.getStatus() : 500;
    const message = error instanceof Problem ? error.detail : 'An internal error occurred. See the log of the server.';
    if (status >= 500) this.log.report(error, status, request);
    const responseStatus = status === DISK_FULL ? 503 : status;
    const encoding = sentContentType(request) === PROTOBUF ? PROTOBUF : JSON_TYPE;
    const reply = http.getResponse<FastifyReply>();
    const retryAfter = RETRY_AFTER[status];
    if (retryAfter !== undefined) void reply.header('Retry-After', retryAfter);
    void reply
      .code(responseStatus)
      .header('Content-Type', encoding)
      .send(encodeStatus(encoding, responseStatus, message));
  }
}
