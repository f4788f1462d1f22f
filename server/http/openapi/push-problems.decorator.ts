import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { ZodType } from 'zod';
import { problemSchema } from '../../../wire/schemas/problem-schema.js';
import { ApiProblem } from './api-problem.decorator.js';

/** Descriptions of responses by HTTP status. */
type Descriptions = Readonly<Record<number, string>>;

const COMMON: Descriptions = {
  413: 'The body is too large, or has too many items',
  415: 'Unsupported Content-Encoding',
  503: 'Too many writes are pending: try again later',
  507: 'The disk is full or cannot be written to',
};

/** The response of every push endpoint except events, which have no such limit. */
export const TOO_MANY_SERIES: Descriptions = { 429: 'MAX_SERIES or MAX_SERIES_PER_METRIC is reached' };

/**
 * Documents the error responses of a push endpoint, as problem documents.
 * @param own responses of this endpoint; they replace common ones with the same status.
 */
export function ApiPushProblems(own: Descriptions = {}): MethodDecorator & ClassDecorator {
  return ApiPushErrors(problemSchema, {
    400: 'The body is not valid JSON, or not of the expected form',
    422: 'The input is invalid; `errors` says where',
    ...own,
  });
}

/** Documents the error responses of a protocol with an error format of its own. */
export function ApiPushErrors(standardSchema: ZodType, own: Descriptions): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...Object.entries({ ...COMMON, ...own }).map(([status, description]) =>
      ApiResponse({ status: Number(status), description, standardSchema }),
    ),
  );
}

/** Documents the error responses of a read or delete by key. */
export function ApiKeyProblems(what: string): MethodDecorator {
  return applyDecorators(ApiProblem(404, `The ${what} does not exist`), ApiProblem(422, 'The key is invalid'));
}
