import { problemSchema } from '../../../wire/problem.js';
import { ApiPushErrors, TOO_MANY } from '../../http/openapi/push-problems.decorator.js';

/** Documents what may be said of samples that are sent in. */
export function ApiSampleProblems(): MethodDecorator {
  return ApiPushErrors(problemSchema, { 400: 'Not what the content type says', ...TOO_MANY });
}
