import { applyDecorators } from '@nestjs/common';
import { ApiProblem } from '../base/api-problem.js';

/** Documents what may be said of something that was pushed. */
export function ApiPushProblems(): MethodDecorator {
  return applyDecorators(
    ApiProblem(400, 'Not what was expected, or not JSON'),
    ApiProblem(413, 'Too many bytes'),
    ApiProblem(415, 'A Content-Encoding that is not known'),
    ApiProblem(422, 'Wrong; errors say where'),
    ApiProblem(429, 'MAX_SERIES is reached'),
    ApiProblem(503, 'Too many writes wait: try again'),
    ApiProblem(507, 'The disk takes nothing'),
  );
}

/** Documents what may be said of a key that was asked for. */
export function ApiKeyProblems(what: string): MethodDecorator {
  return applyDecorators(ApiProblem(404, `There is no such ${what}`), ApiProblem(422, 'The key cannot be one'));
}
