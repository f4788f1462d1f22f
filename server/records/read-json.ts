import { isUtf8 } from 'node:buffer';
import { JobError } from '../database/job.js';
import { reasonOf } from '../base/reason-of.js';

const decoder = new TextDecoder();

/**
 * The JSON of a body.
 * @param example of what is expected, for the words.
 * @throws JobError 400, in words.
 */
export function readJson(body: Uint8Array, example: string): unknown {
  if (!isUtf8(body)) throw new JobError(400, 'The body is not UTF-8.');
  const text = decoder.decode(body);
  if (text.trim() === '') throw new JobError(400, `The body is empty: send JSON, like ${example}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = reasonOf(error);
    throw new JobError(400, `The body is not JSON, like ${example}: ${reason}`);
  }
}
