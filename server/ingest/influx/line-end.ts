const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const EQUALS = 61;
const BACKSLASH = 92;

/**
 * Where a line ends that cannot be read: at the newline behind it, or the end of the text. As in InfluxDB, a newline within the
 * quotes of a field's text ends nothing: what a text holds must not be taken for lines.
 */
export function endOfInvalidLine(text: string, start: number): number {
  let isFields = false;
  let isQuoted = false;
  // A quote begins a text only right behind a field's name.
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
