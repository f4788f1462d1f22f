import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from '../../base/problem.js';

/** InfluxDB's words for statuses, https://docs.influxdata.com/influxdb/v2/api/ */
const CODES: Readonly<Record<number, string>> = {
  400: 'invalid',
  413: 'request too large',
  422: 'unprocessable entity',
  429: 'too many requests',
  503: 'unavailable',
};

/** Answers what went wrong as InfluxDB 1 does: `{"error":"…"}`. */
@Catch(Problem)
export class InfluxV1Errors implements ExceptionFilter<Problem> {
  catch(problem: Problem, host: ArgumentsHost): void {
    answer(host, problem.getStatus(), { error: problem.detail });
  }
}

/** Answers what went wrong as InfluxDB 2 does: `{"code":"invalid","message":"…"}`. */
@Catch(Problem)
export class InfluxV2Errors implements ExceptionFilter<Problem> {
  catch(problem: Problem, host: ArgumentsHost): void {
    const status = problem.getStatus();
    answer(host, status, { code: CODES[status] ?? 'internal error', message: problem.detail });
  }
}

function answer(host: ArgumentsHost, status: number, document: object): void {
  const reply = host.switchToHttp().getResponse<FastifyReply>();
  void reply
    .code(status)
    .header('Content-Type', 'application/json; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .send(JSON.stringify(document));
}
