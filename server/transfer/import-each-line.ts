import { lineError, type LineObject, parseLine, numberedLines } from './ndjson.js';
import { Problem } from '../common/errors/problem.js';
import type { ImportCounts, NdjsonLines } from './transfer.js';
import { errorMessage } from '../common/errors/error-message.js';
import { TimeSlices } from '../common/time/time-slices.js';

/** The longest line of a definition of a board or a webhook; what may be put as one is half of it. */
export const MAX_DEFINITION_LINE_BYTES = 2 * 1024 * 1024;

/**
 * Imports one line after the other.
 * @param store stores what a line holds, and answers whether it did; not, if it was here already.
 * @param maxLineBytes of a line: reading it keeps the event loop from its other work
 * @throws Problem that names the line which is wrong: those before it are stored.
 */
export async function importEachLine(
  lines: NdjsonLines,
  store: (members: LineObject) => boolean | Promise<boolean>,
  maxLineBytes = Infinity,
): Promise<ImportCounts> {
  const imported = { stored: 0, kept: 0 };
  const slices = new TimeSlices();
  for (const [number, line] of numberedLines(lines)) {
    if (slices.isOver) await slices.next();
    try {
      if (line.byteLength > maxLineBytes) throw new Problem(413, `it is longer than ${maxLineBytes} bytes.`);
      const isStored = await store(parsed(line));
      imported[isStored ? 'stored' : 'kept'] += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(error.getStatus(), lineError(number, error.detail), error.errors);
    }
  }
  return imported;
}

function parsed(line: Uint8Array): LineObject {
  try {
    return parseLine(line);
  } catch (error) {
    throw new Problem(422, errorMessage(error));
  }
}
