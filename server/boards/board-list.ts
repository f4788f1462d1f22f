import { createHash } from 'node:crypto';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Board, BoardFileError, BoardSummary } from '../../wire/schemas/board.js';

/** After about this many characters, the generator yields to the event loop. */
const CHUNK_LENGTH = 64 * 1024;

/** Serializes the list of boards (`BoardList`) as JSON, in chunks. */
export async function* boardListJson(
  boards: readonly Board[],
  fileErrors: readonly BoardFileError[],
): AsyncGenerator<string> {
  let chunk = '{"items":[';
  for (const [index, board] of boards.entries()) {
    chunk += `${index === 0 ? '' : ','}${JSON.stringify(summaryOf(board))}`;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
    await yieldToEventLoop();
  }
  yield `${chunk}]${fileErrors.length > 0 ? `,"fileErrors":${JSON.stringify(fileErrors)}` : ''}}`;
}

/** Computes the entity tag of the list (RFC 9110, section 8.8.3) without serializing it. Equal lists have equal tags. */
export function boardListTag(boards: readonly Board[], fileErrors: readonly BoardFileError[]): string {
  const hash = createHash('sha256');
  for (const { slug, version, problem = '' } of boards) hash.update(`${slug} ${version} ${problem}\n`);
  hash.update(JSON.stringify(fileErrors));
  return `"${hash.digest('base64url')}"`;
}

/** Returns a board without the queries and options of its panels. */
export function summaryOf({ panels, ...board }: Board): BoardSummary {
  return { ...board, panels: panels.map(({ id, type, title, layout }) => ({ id, type, title, layout })) };
}
