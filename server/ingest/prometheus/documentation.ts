import { applyDecorators } from '@nestjs/common';
import { ApiProblem } from '../../base/api-problem.js';

/** Documents what may be said of samples that are sent in. */
export function ApiSampleProblems(): MethodDecorator {
  return applyDecorators(
    ApiProblem(400, 'Not what the content type says'),
    ApiProblem(413, 'Too many bytes or samples'),
    ApiProblem(415, 'An unknown Content-Encoding'),
    ApiProblem(429, 'MAX_SERIES or MAX_SERIES_PER_METRIC is reached'),
    ApiProblem(503, 'Too many writes wait: try again'),
    ApiProblem(507, 'The disk takes nothing'),
  );
}
