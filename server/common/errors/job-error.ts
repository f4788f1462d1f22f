import type { InputError } from '../../../wire/schemas/problem-schema.js';

/** Rejects a job with a message for the client. It becomes a `Problem` on the main thread. */
export class JobError extends Error {
  readonly status: number;
  readonly errors: readonly InputError[] | undefined;

  constructor(status: number, detail: string, errors?: readonly InputError[]) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}
