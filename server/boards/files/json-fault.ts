import type { Fault } from './fault.js';

/** A token of JSON, or white space between tokens (RFC 8259). */
const TOKEN = /[ \t\r\n]+|"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\]:,]/y;

/**
 * Why the text is not JSON, and in which line; undefined if it is. Comments and trailing commas, which other forms of JSON
 * know, are named.
 */
export function jsonFault(text: string): Fault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const { message } = error as SyntaxError;
    const found = misplaced(text) ?? {
      offset: positionIn(message) ?? text.trimEnd().length,
      reason: reasonIn(message),
    };
    return { line: lineAt(text, found.offset), path: '', message: `is not JSON: ${found.reason}` };
  }
}

/** What is no token of JSON, or a comma with nothing behind it. V8 does not always say where it is. */
function misplaced(text: string): { offset: number; reason: string } | undefined {
  let comma: number | undefined;
  for (let offset = 0; offset < text.length; offset = TOKEN.lastIndex) {
    TOKEN.lastIndex = offset;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return { offset, reason: reasonAt(text, offset) };
    if (comma !== undefined && (token === '}' || token === ']')) {
      return { offset: comma, reason: `a comma is followed by '${token}': remove the comma` };
    }
    if (token === ',') comma = offset;
    else if (token.trim() !== '') comma = undefined;
  }
  return undefined;
}

function reasonAt(text: string, offset: number): string {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  if (character === '"') return 'a string is not closed';
  if (character === '/' || character === '#') return 'it cannot have comments: remove them, or name the file .yaml';
  return `'${character}' cannot stand here`;
}

function positionIn(message: string): number | undefined {
  const digits = /at position (\d+)/.exec(message)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** V8's message without the position, which is reported as a line, and without the surrounding text. */
function reasonIn(message: string): string {
  return message.replace(/ in JSON at position .*$/s, '').replace(/, .* is not valid JSON$/s, '');
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
