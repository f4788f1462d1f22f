import { HttpException } from '@nestjs/common';
import type { InputError } from '../../../wire/schemas/problem-schema.js';

/**
 * An error whose message is for the client. `ProblemFilter` answers with RFC 9457 `application/problem+json`. `errors` lists what
 * is wrong with the input.
 */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly detail: string,
    readonly errors?: readonly InputError[],
  ) {
    super(detail, status);
  }
}
