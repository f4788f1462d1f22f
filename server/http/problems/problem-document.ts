import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { Problem } from '../../common/errors/problem.js';
import { problem } from './problem-response.js';
import type { ProblemDocument } from '../../../wire/schemas/problem-schema.js';

/** `Retry-After` by status, in seconds. */
const RETRY_AFTER: Readonly<Record<number, string>> = { 503: '1' };

/** Returns the headers of an error response, except its content type. */
export function problemHeaders(status: number): Record<string, string> {
  const retryAfter = RETRY_AFTER[status];
  return {
    // Otherwise browsers may cache a 404, 410 or 501 (RFC 9111, section 4.2.2), although the next response may differ.
    'Cache-Control': 'no-store',
    ...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
  };
}

/** Messages for errors that Fastify and Node report before a handler runs. */
const FRAMEWORK_DETAILS: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: 'The path of the URL is malformed: every % must be followed by two hexadecimal digits.',
  FST_ERR_MAX_PARAM_LENGTH: 'A segment of the URL is too long. Use a shorter name or key.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large. Send it in smaller parts.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'This Content-Type is not supported here. Send application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty, but its Content-Type is JSON. Send JSON, or omit the Content-Type.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The length of the body differs from its Content-Length. Correct the header.',
  HPE_HEADER_OVERFLOW: 'The request headers are too large. Send fewer or shorter headers.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request took too long to arrive. Send it again, in smaller parts if it is large.',
};

/** Nest's message if no route matches. */
const NO_ROUTE = /^Cannot ([A-Z]+) (\S*)/;

const INTERNAL = 'An internal error occurred. See the log of the server.';

/**
 * Converts any error to a problem document (RFC 9457). It contains only messages that are meant for clients, never a stack.
 * @param prefix the path below which clients reach the server; empty for `/`
 */
export function problemDocument(error: unknown, prefix = ''): ProblemDocument {
  if (error instanceof Problem) return problem(error.getStatus(), error.detail, error.errors);
  if (error instanceof HttpException) return fromHttpException(error, prefix);
  const { statusCode, code } = asFrameworkError(error);
  // Parser and Fastify errors have a status, but their messages may not be meant for clients.
  return statusCode >= 400 && statusCode < 500
    ? problem(statusCode, FRAMEWORK_DETAILS[code] ?? defaultDetail(statusCode))
    : problem(500, INTERNAL);
}

function fromHttpException(error: HttpException, prefix: string): ProblemDocument {
  const status = error.getStatus();
  if (status === 500) return problem(500, INTERNAL);
  const { code } = asFrameworkError(error.cause);
  const [, method, target] = (status === 404 ? NO_ROUTE.exec(error.message) : null) ?? [];
  if (method !== undefined && target !== undefined) {
    const [path = ''] = target.split('?');
    const shown = path.length > 200 ? `${path.slice(0, 200)}…` : path;
    return problem(404, `There is no route ${method} ${shown}. See ${prefix}/api/docs for all routes.`);
  }
  return problem(status, FRAMEWORK_DETAILS[code] ?? (error.cause ? defaultDetail(status) : messageOf(error)));
}

/** The message of an exception, also one that lists messages, like those of `ValidationPipe`. */
function messageOf(error: HttpException): string {
  const response = error.getResponse();
  if (typeof response === 'string') return response;
  const { message } = response as { message?: unknown };
  return Array.isArray(message) ? message.join('. ') : typeof message === 'string' ? message : error.message;
}

function asFrameworkError(error: unknown): { statusCode: number; code: string } {
  const { statusCode, code } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  return {
    statusCode: typeof statusCode === 'number' ? statusCode : 500,
    code: typeof code === 'string' ? code : '',
  };
}

function defaultDetail(status: number): string {
  return status === 400
    ? 'The request could not be read: its body is not valid.'
    : `${STATUS_CODES[status] ?? 'Error'}.`;
}
