import type { NdjsonLines } from './transfer.js';
import { parseJson } from '../common/parse-json.js';

/** The object on a line. */
export type LineObject = Readonly<Record<string, unknown>>;

const NEWLINE = 0x0a;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Serializes objects as lines of JSON in UTF-8. */
export function toNdjson(objects: Iterable<object>): Uint8Array<ArrayBuffer> {
  let text = '';
  for (const each of objects) text += `${JSON.stringify(each)}\n`;
  return encoder.encode(text);
}

/** Returns each line with its number in the file. */
export function* numberedLines({ bytes, first }: NdjsonLines): Generator<readonly [number: number, line: Uint8Array]> {
  let number = first;
  for (let start = 0; start < bytes.length; number += 1) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    yield [number, bytes.subarray(start, end)];
    start = end + 1;
  }
}

/** Parses a line. @throws Error if it is not JSON in UTF-8 */
export function parseLine(line: Uint8Array): LineObject {
  return parseJson(decoder.decode(line)) as LineObject;
}

/** Returns the message for an invalid line. */
export function lineError(number: number, reason: string): string {
  return `Line ${number} cannot be imported: ${reason}`;
}
