import { bodyText } from './body-text.js';
import { JobError } from '../../common/errors/job-error.js';

/**
 * Decodes a body and removes a byte order mark, in a database thread.
 * @throws JobError 400 if it is not UTF-8
 */
export function decodeBody(body: Uint8Array): string {
  const read = bodyText(body);
  if ('problem' in read) throw new JobError(400, read.problem);
  return read.text;
}
