import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { JobError } from '../errors/job-error.js';

/** Items of one write. */
const MAX_ITEMS = 10_000;

/** Errors in one response. Further ones usually repeat the same mistake. */
const MAX_ERRORS = 20;

/** @throws JobError 413 */
export function assertBelowItemLimit(count: number): void {
  if (count > MAX_ITEMS) {
    throw new JobError(413, `A batch has at most ${MAX_ITEMS} items. Send several batches.`);
  }
}

/**
 * Reads an input, or a list of inputs.
 *
 * @param read returns an item, and adds what is wrong with it to `errors`. The paths of its errors begin with `prefix`, like `[3].`
 * @returns the items, in their order
 * @throws JobError 413 if there are too many items, 422 with the errors of all items
 */
export function readBatch<T>(inputs: unknown, read: (input: unknown, prefix: string, errors: InputError[]) => T): T[] {
  const errors: InputError[] = [];
  const items = Array.isArray(inputs) ? readEach(inputs, read, errors) : [read(inputs, '', errors)];
  if (errors.length > 0)
    throw new JobError(422, 'The input is invalid: nothing was stored.', errors.slice(0, MAX_ERRORS));
  return items;
}

function readEach<T>(
  inputs: readonly unknown[],
  read: (input: unknown, prefix: string, errors: InputError[]) => T,
  errors: InputError[],
): T[] {
  assertBelowItemLimit(inputs.length);
  // `map` skips the holes of a sparse array.
  return Array.from(inputs, (input, index) => read(input, `[${index}].`, errors));
}
