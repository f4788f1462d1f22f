import { bodyText } from './body-text.js';
import { JobError } from '../../common/errors/job-error.js';

/**
 * The text of a body, without a byte order mark.
 * @throws JobError 400 that names the encoding where it is not UTF-8.
 */
export function decodeBody(body: Uint8Array): string {
  const read = bodyText(body);
  if ('problem' in read) throw new JobError(400, read.problem);
  return read.text;
}
