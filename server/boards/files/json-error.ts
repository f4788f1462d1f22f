import type { InputError } from '../../../wire/schemas/problem-schema.js';

/** A JSON token, or white space between tokens (RFC 8259). */
const TOKEN = /[ \t\r\n]+|"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\]:,]/y;

/**
 * Returns why a text is not JSON, with the line; undefined if it is JSON. The message names comments and trailing commas,
 * which other JSON dialects allow.
 */
export function findJsonError(text: string): InputError | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const { message } = error as SyntaxError;
    const found = findInvalidToken(text) ?? {
      offset: positionIn(message) ?? text.trimEnd().length,
      reason: reasonIn(message),
    };
    return { line: lineAt(text, found.offset), path: '', message: `is not JSON: ${found.reason}` };
  }
}

/** Finds the first text that is not a token, or the first trailing comma. V8 does not always give their position. */
function findInvalidToken(text: string): { offset: number; reason: string } | undefined {
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
  if (character === '/' || character === '#') return 'comments are not allowed: remove them, or name the file .yaml';
  return `'${character}' is not allowed here`;
}

function positionIn(message: string): number | undefined {
  const digits = /at position (\d+)/.exec(message)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Returns V8's message without the position, which is reported as a line, and without the surrounding text. */
function reasonIn(message: string): string {
  return message.replace(/ in JSON at position .*$/s, '').replace(/, .* is not valid JSON$/s, '');
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
