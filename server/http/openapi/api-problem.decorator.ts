import { ApiResponse } from '@nestjs/swagger';
import { problemSchema } from '../../../wire/problem.js';

/** Documents an error that a handler, or every handler of a controller, may answer: a problem document (RFC 9457). */
export function ApiProblem(status: number, description: string): MethodDecorator & ClassDecorator {
  return ApiResponse({ status, description, standardSchema: problemSchema });
}
