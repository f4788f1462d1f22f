const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const EQUALS = 61;
const BACKSLASH = 92;

/**
 * Returns the end of an invalid line: the next newline, or the end of the text. As in InfluxDB, a newline within a quoted string
 * does not end the line, so that the content of strings is never parsed as lines.
 */
export function endOfInvalidLine(text: string, start: number): number {
  let isFields = false;
  let isQuoted = false;
  // A quote starts a string only directly after a field name and its equals sign.
  let isValue = false;
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === NEWLINE && !isQuoted) return index;
    if (code === BACKSLASH && text.charCodeAt(index + 1) !== NEWLINE) index += 1;
    else if (code === SPACE) isFields = true;
    else if (code === QUOTE && isFields && (isQuoted || isValue)) isQuoted = !isQuoted;
    else if (code === EQUALS && !isQuoted) isValue = true;
    else if (code === COMMA && !isQuoted) isValue = false;
  }
  return text.length;
}
