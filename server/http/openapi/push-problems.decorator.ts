import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { ZodType } from 'zod';
import { problemSchema } from '../../../wire/problem.js';
import { ApiProblem } from './api-problem.decorator.js';

/** By HTTP status. */
type Descriptions = Readonly<Record<number, string>>;

const OF_ALL: Descriptions = {
  413: 'Too many bytes or items',
  415: 'A Content-Encoding that is not known',
  503: 'Too many writes wait: try again',
  507: 'The disk takes nothing',
};

/** What may be said of all but events, which are not counted. */
export const TOO_MANY: Descriptions = { 429: 'There are as many as MAX_SERIES or MAX_SERIES_PER_METRIC allows' };

/**
 * Documents what may be said of something that was pushed.
 * @param own what is said beside what is said of all bodies, or instead.
 */
export function ApiPushProblems(own: Descriptions = {}): MethodDecorator & ClassDecorator {
  return ApiPushErrors(problemSchema, {
    400: 'Not what was expected, or not JSON',
    422: 'Wrong; errors say where',
    ...own,
  });
}

/** The same in the form that a protocol has; all that is said only of its bodies is `own`. */
export function ApiPushErrors(standardSchema: ZodType, own: Descriptions): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...Object.entries({ ...OF_ALL, ...own }).map(([status, description]) =>
      ApiResponse({ status: Number(status), description, standardSchema }),
    ),
  );
}

/** Documents what may be said of a key that was asked for. */
export function ApiKeyProblems(what: string): MethodDecorator {
  return applyDecorators(ApiProblem(404, `There is no such ${what}`), ApiProblem(422, 'The key cannot be one'));
}
