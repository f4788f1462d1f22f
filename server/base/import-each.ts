import { lineWords, type Members, membersOf, numberedLines } from './ndjson.js';
import { Problem } from './problem.js';
import type { Imported, Lines } from './transfer.js';
import { reasonOf } from './reason-of.js';

/**
 * Imports one line after the other.
 * @param store stores what a line holds, and answers whether it did; not, if it was here already.
 * @throws Problem that names the line which is wrong: those before it are stored.
 */
export async function importEach(
  lines: Lines,
  store: (members: Members) => boolean | Promise<boolean>,
): Promise<Imported> {
  const imported = { stored: 0, kept: 0 };
  for (const [number, line] of numberedLines(lines)) {
    try {
      const isStored = await store(parsed(line));
      imported[isStored ? 'stored' : 'kept'] += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(error.getStatus(), lineWords(number, error.detail), error.errors);
    }
  }
  return imported;
}

function parsed(line: Uint8Array): Members {
  try {
    return membersOf(line);
  } catch (error) {
    throw new Problem(422, reasonOf(error));
  }
}
