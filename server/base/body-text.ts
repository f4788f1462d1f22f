import { isUtf8 } from 'node:buffer';

const decoder = new TextDecoder();

/** The text of a body, without a byte order mark; or, in words, why it has none. */
export function bodyText(body: Uint8Array): { readonly text: string } | { readonly fault: string } {
  if (isUtf16(body)) {
    return {
      fault:
        'The body is UTF-16, as Windows PowerShell writes files: send UTF-8, for example with Out-File -Encoding utf8.',
    };
  }
  if (!isUtf8(body)) return { fault: 'The body is not UTF-8.' };
  return { text: decoder.decode(body) };
}

/** By its byte order mark, or by the zero beside the first character, for all that is sent here begins with ASCII. */
function isUtf16([first, second]: Uint8Array): boolean {
  if (first === undefined || second === undefined) return false;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || (first === 0) !== (second === 0);
}
