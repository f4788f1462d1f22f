import type { Lines } from './transfer.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Objects as lines of JSON in UTF-8. */
export function toLines(objects: Iterable<object>): Uint8Array<ArrayBuffer> {
  let text = '';
  for (const each of objects) text += `${JSON.stringify(each)}\n`;
  return encoder.encode(text);
}

/**
 * What each line holds, by `read`.
 * @throws the error that `refuse` makes of the line's number and what is wrong with it.
 */
export function readLines<R>(
  { bytes, first }: Lines,
  read: (members: Readonly<Record<string, unknown>>) => R,
  refuse: (line: number, reason: string) => Error,
): R[] {
  const results: R[] = [];
  let line = first;
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    try {
      const json: unknown = JSON.parse(decoder.decode(bytes.subarray(start, end)));
      results.push(read(json as Readonly<Record<string, unknown>>));
    } catch (error) {
      throw refuse(line, error instanceof Error ? error.message : String(error));
    }
    start = end + 1;
  }
  return results;
}
