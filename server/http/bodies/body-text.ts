import { isUtf8 } from 'node:buffer';

const decoder = new TextDecoder();

/** Decodes a body and removes a byte order mark, or returns why it cannot be decoded. */
export function bodyText(body: Uint8Array): { readonly text: string } | { readonly problem: string } {
  if (isUtf16(body)) {
    return {
      problem:
        'The body is UTF-16, as Windows PowerShell writes files: send UTF-8, for example with Out-File -Encoding utf8.',
    };
  }
  if (!isUtf8(body)) return { problem: 'The body is not UTF-8.' };
  return { text: decoder.decode(body) };
}

/** Detected by the byte order mark, or by a zero byte next to the first character, because all formats here start with ASCII. */
function isUtf16([first, second]: Uint8Array): boolean {
  if (first === undefined || second === undefined) return false;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || (first === 0) !== (second === 0);
}
