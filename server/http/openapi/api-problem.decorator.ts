import { ApiResponse } from '@nestjs/swagger';
import { problemSchema } from '../../../wire/schemas/problem-schema.js';

/** Documents an error response of a handler, or of every handler of a controller: a problem document (RFC 9457). */
export function ApiProblem(status: number, description: string): MethodDecorator & ClassDecorator {
  return ApiResponse({ status, description, standardSchema: problemSchema });
}
