import { lineError, type LineObject, parseLine, numberedLines } from './ndjson.js';
import { Problem } from '../common/errors/problem.js';
import type { ImportCounts, NdjsonLines } from './transfer.js';
import { errorMessage } from '../common/errors/error-message.js';
import { TimeSlices } from '../common/time/time-slices.js';

/** The longest line with the definition of a board or a webhook. The API accepts definitions of half that size. */
export const MAX_DEFINITION_LINE_BYTES = 2 * 1024 * 1024;

/**
 * Imports lines one by one.
 * @param store stores the object on a line, and returns whether it did; false if it exists already
 * @param maxLineBytes the limit of a line, because parsing it blocks the event loop
 * @throws Problem that names the invalid line; the lines before it are stored
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
      const isStored = await store(parseOrThrow(line));
      imported[isStored ? 'stored' : 'kept'] += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(error.getStatus(), lineError(number, error.detail), error.errors);
    }
  }
  return imported;
}

function parseOrThrow(line: Uint8Array): LineObject {
  try {
    return parseLine(line);
  } catch (error) {
    throw new Problem(422, errorMessage(error));
  }
}
