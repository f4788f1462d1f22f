import { lineError, type LineObject, parseLine, numberedLines } from './ndjson.js';
import type { NdjsonLines } from './transfer.js';
import { errorMessage } from '../common/errors/error-message.js';
import { JobError } from '../common/errors/job-error.js';

/**
 * Parses each line of an import with `read`, in a job.
 * @throws JobError 422 that names the first line that is not JSON or that `read` rejects
 */
export function readLines<R>(lines: NdjsonLines, read: (members: LineObject) => R): R[] {
  const results: R[] = [];
  for (const [number, line] of numberedLines(lines)) {
    try {
      results.push(read(parseLine(line)));
    } catch (error) {
      const reason = errorMessage(error);
      throw new JobError(422, lineError(number, reason), [{ path: `line ${number}`, message: reason }]);
    }
  }
  return results;
}
