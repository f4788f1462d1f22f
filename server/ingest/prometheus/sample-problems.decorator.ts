import { problemSchema } from '../../../wire/schemas/problem-schema.js';
import { ApiPushErrors, TOO_MANY_SERIES } from '../../http/openapi/push-problems.decorator.js';

/** Documents the error responses for pushed samples. */
export function ApiSampleProblems(): MethodDecorator {
  return ApiPushErrors(problemSchema, { 400: 'The body does not match its content type', ...TOO_MANY_SERIES });
}
