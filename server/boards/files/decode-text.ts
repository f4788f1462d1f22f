import { isUtf8 } from 'node:buffer';
import type { InputError } from '../../../wire/schemas/problem-schema.js';

const NEWLINE = 0x0a;

/** Byte order marks of other encodings (Unicode 16, section 23.8). UTF-32 is first, because its mark begins like that of UTF-16. */
const BYTE_ORDER_MARKS: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ['UTF-32', [0xff, 0xfe, 0x00, 0x00]],
  ['UTF-32', [0x00, 0x00, 0xfe, 0xff]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
];

/** Decodes UTF-8 and removes a byte order mark. For other encodings, returns an error that names the likely encoding and the line. */
export function decodeText(bytes: Uint8Array): { readonly text: string } | { readonly error: InputError } {
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
  const encoding = marked ?? (bytes.length > 1 && (bytes[0] === 0) !== (bytes[1] === 0) ? 'UTF-16' : undefined);
  if (encoding !== undefined) return errorAt(1, `is encoded in ${encoding}: save it as UTF-8`);
  const nul = bytes.indexOf(0);
  if (nul >= 0) return errorAt(lineAt(bytes, nul), 'has a NUL byte: is it a text file?');
  if (!isUtf8(bytes)) {
    return errorAt(
      firstInvalidLine(bytes),
      'is not encoded in UTF-8, perhaps in Latin-1 (Windows-1252): save it as UTF-8',
    );
  }
  return { text: new TextDecoder().decode(bytes) };
}

function errorAt(line: number, message: string): { error: InputError } {
  return { error: { line, path: '', message } };
}

/** Checks each line separately: no multi-byte character of UTF-8 contains the byte of a line break. */
function firstInvalidLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return line;
}

function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(NEWLINE); at >= 0 && at < offset; at = bytes.indexOf(NEWLINE, at + 1)) line += 1;
  return line;
}
