import { lineWords, type Members, membersOf, numberedLines } from './ndjson.js';
import type { Lines } from './transfer.js';
import { reasonOf } from '../common/errors/error-message.js';
import { JobError } from '../common/errors/job-error.js';

/**
 * What each line of an import holds, by `read`, in a job.
 * @throws JobError 422 that names the line which is no JSON, or of which `read` throws what is wrong.
 */
export function readLines<R>(lines: Lines, read: (members: Members) => R): R[] {
  const results: R[] = [];
  for (const [number, line] of numberedLines(lines)) {
    try {
      results.push(read(membersOf(line)));
    } catch (error) {
      const reason = reasonOf(error);
      throw new JobError(422, lineWords(number, reason), [{ path: `line ${number}`, message: reason }]);
    }
  }
  return results;
}
