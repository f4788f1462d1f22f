import { HttpException } from '@nestjs/common';
import type { InputError } from '../../../wire/schemas/problem-schema.js';

/**
 * An error whose message is for the client: it says what happened and what to do. The routes of Boardcast answer with a problem
 * document (`application/problem+json`, RFC 9457). In your own application, your filters answer, because it is an `HttpException`:
 * `getStatus()` is its status, and `message` is its detail.
 */
export class Problem extends HttpException {
  /**
   * @param status the HTTP status
   * @param detail what happened and what to do
   * @param errors what is wrong with the input
   */
  constructor(
    status: number,
    /** What happened and what to do. */
    readonly detail: string,
    /** Everything that is wrong with the input, with paths; undefined if the input is not the reason. */
    readonly errors?: readonly InputError[],
  ) {
    super(detail, status);
  }
}
