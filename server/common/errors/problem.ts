import { HttpException } from '@nestjs/common';
import type { InputError } from '../../../wire/problem.js';

/**
 * An error whose words are meant for the one who asked. The problem filter answers it as RFC 9457
 * `application/problem+json`; `errors` names what in the input was wrong.
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
